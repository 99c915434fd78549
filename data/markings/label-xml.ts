import { SaxesParser } from "saxes";

/** Longest label read, in UTF-16 units: the public examples have about 1,000; a signed binding a few times that. */
export const LABEL_LENGTH_MAX = 65_536;
/** Deepest nesting read: a label inside a STANAG 4778 binding is nine deep. */
const DEPTH_MAX = 32;
/** Most elements read: a label that lists every code of IC ISM V10 has about 310. */
const ELEMENTS_MAX = 4096;

/** One element: local name, namespace, attributes by local name, own text, children in order, and where it starts. */
export interface LabelElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: LabelElement[];
  readonly line: number;
  text: string;
}

/** The element tree of a text, or why there is none. */
export type LabelTree =
  | { readonly root: LabelElement; readonly error: null }
  | { readonly root: null; readonly error: string };

/** Ends the reading of a hostile or broken text from inside a parser's callback. */
class Refused extends Error {}

/**
 * Reads XML as data only: no document type, so no entities of its own and nothing fetched; bounded in length, depth and
 * number of elements; namespaces resolved. Never throws: what is refused comes back as the error.
 */
export function readLabelXml(text: string): LabelTree {
  const refuse = (error: string): LabelTree => ({ root: null, error });
  if (text.length > LABEL_LENGTH_MAX) return refuse(`longer than ${LABEL_LENGTH_MAX} characters`);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: LabelElement[] = [];
  let root: LabelElement | null = null;
  let count = 0;
  parser.on("error", (cause) => {
    throw new Refused(cause.message);
  });
  parser.on("doctype", () => {
    throw new Refused("a document type is not allowed in a label");
  });
  parser.on("opentag", (tag) => {
    count += 1;
    if (count > ELEMENTS_MAX) throw new Refused(`more than ${ELEMENTS_MAX} elements`);
    if (stack.length >= DEPTH_MAX) throw new Refused(`nested deeper than ${DEPTH_MAX}`);
    const attributes = new Map<string, string>();
    for (const { local, value, prefix } of Object.values(tag.attributes)) {
      if (prefix !== "xmlns" && local !== "xmlns") attributes.set(local, value);
    }
    const element: LabelElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      line: parser.line,
      text: "",
    };
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const add = (part: string) => {
    const open = stack.at(-1);
    if (open !== undefined) open.text += part;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    stack.pop();
  });
  try {
    parser.write(text).close();
  } catch (cause) {
    if (cause instanceof Refused) return refuse(cause.message);
    throw cause;
  }
  return root === null ? refuse("there is no element") : { root, error: null };
}
