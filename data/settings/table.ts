import { z } from "zod";
import { markdownTable } from "../markdown.js";
import { settingsSchema } from "./schema.js";

/** What the table reads of a JSON Schema; keys that it does not name are passed over. */
interface Node {
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly additionalProperties?: Node | boolean | undefined;
  readonly items?: Node | undefined;
}

const nodeShape: z.ZodType<Node> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), nodeShape).optional(),
    additionalProperties: z.union([z.boolean(), nodeShape]).optional(),
    items: nodeShape.optional(),
  }),
);

/** Keys whose entries have a table of their own. */
const ELSEWHERE: Readonly<Record<string, string>> = { policy: "What is owed here otherwise than shipped: below." };

/** Every key of the settings file as a table in Markdown, in the file's order: `[]` is a list's entry, `*` a name of one's own. */
export function settingsTable(): string {
  const { properties = {} } = nodeShape.parse(JSON.parse(settingsSchema()));
  const rows = Object.entries(properties).flatMap(([key, node]) => rowsOf(key, node));
  return markdownTable(["key", "default", "meaning"], rows);
}

function rowsOf(key: string, node: Node): string[][] {
  const elsewhere = ELSEWHERE[key];
  if (elsewhere !== undefined) return [[`\`${key}\``, "", elsewhere]];
  const inner = innerOf(key, node);
  const own =
    node.description === undefined ? [] : [[`\`${key}\``, defaultOf(node, inner.length > 0), node.description]];
  return [...own, ...inner];
}

function innerOf(key: string, { properties, additionalProperties, items }: Node): string[][] {
  const named = Object.entries(properties ?? {}).flatMap(([name, node]) => rowsOf(`${key}.${name}`, node));
  const free = typeof additionalProperties === "object" ? rowsOf(`${key}.*`, additionalProperties) : [];
  return [...named, ...free, ...(items === undefined ? [] : rowsOf(`${key}[]`, items))];
}

/** A default as it would be written; none where a list or a map is empty, or where each of its keys has its own. */
function defaultOf({ default: value }: Node, has_inner: boolean): string {
  if (value === undefined || (has_inner && typeof value === "object")) return "";
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}
