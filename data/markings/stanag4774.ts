import { type LabelElement, readLabelXml } from "./label-xml.js";

/** STANAG 4774 namespace of version 1.0. */
export const LABEL_NAMESPACE = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";

/** RESTRICTIVE: hold all values; PERMISSIVE: hold at least one; INFORMATIVE: display only. null: no known type. */
export type CategoryType = "RESTRICTIVE" | "PERMISSIVE" | "INFORMATIVE";

export interface LabelCategory {
  readonly type: CategoryType | null;
  readonly tag: string;
  readonly uri: string | null;
  readonly values: readonly string[];
}

/** What a confidentiality label says; instants are the RFC 3339 text of the label, null where it gives none. */
export interface ConfidentialityLabel {
  readonly kind: "originator" | "alternative" | "metadata" | "unstated";
  readonly policy: string;
  readonly policy_uri: string | null;
  readonly classification: string;
  readonly privacy_marks: readonly string[];
  readonly categories: readonly LabelCategory[];
  readonly originator_id: string | null;
  readonly created_at: string | null;
  readonly review_at: string | null;
}

/** A departure from the schema that was read all the same. */
export interface LabelProblem {
  readonly line: number;
  readonly element: string;
  readonly message: string;
}

/** label: null where nothing can be relied on, with the reason among the problems; is_strict: no problem at all. */
export interface LabelReading {
  readonly label: ConfidentialityLabel | null;
  readonly problems: readonly LabelProblem[];
  readonly is_strict: boolean;
}

const ROOTS: Readonly<Record<string, ConfidentialityLabel["kind"]>> = {
  originatorConfidentialityLabel: "originator",
  alternativeConfidentialityLabel: "alternative",
  metadataConfidentialityLabel: "metadata",
  OriginatorConfidentialityLabel: "originator",
  AlternativeConfidentialityLabel: "alternative",
  MetadataConfidentialityLabel: "metadata",
  ConfidentialityLabel: "unstated",
};
const STRICT_ROOT = /^[oam]/;
/** Elements that public examples use in place of the schema's. */
const VALUE_NAMES = ["GenericValue", "CategoryValue"];
const ORIGINATOR_NAMES = ["OriginatorID", "Originator"];
const TYPES: readonly CategoryType[] = ["RESTRICTIVE", "PERMISSIVE", "INFORMATIVE"];

/** The labels in a tree, itself or inside a wrapper such as a STANAG 4778 binding; document order, depth bounded by the reader. */
function labelsIn(root: LabelElement): LabelElement[] {
  return Object.hasOwn(ROOTS, root.name) ? [root] : root.children.flatMap(labelsIn);
}

function childrenOf(element: LabelElement | undefined, names: readonly string[]): LabelElement[] {
  return element?.children.filter(({ name }) => names.includes(name)) ?? [];
}

function categoryOf(element: LabelElement, say: (at: LabelElement, message: string) => void): LabelCategory {
  const written = element.attributes.get("Type");
  const type = TYPES.find((known) => known === written?.toUpperCase()) ?? null;
  const tag = element.attributes.get("TagName") ?? "";
  const values = childrenOf(element, VALUE_NAMES);
  if (type === null) say(element, "Type is none of RESTRICTIVE, PERMISSIVE, INFORMATIVE");
  else if (type !== written) say(element, "Type is written in capitals");
  if (tag === "") say(element, "TagName is missing");
  if (values.length === 0) say(element, "there is no GenericValue");
  for (const value of values) if (value.name !== "GenericValue") say(value, "the schema's name is GenericValue");
  return { type, tag, uri: element.attributes.get("URI") ?? null, values: values.map(({ text }) => text.trim()) };
}

/**
 * Reads a STANAG 4774 confidentiality label, alone or the first inside another element. Tolerant of the departures that public
 * examples show (root and value names, case, namespace), each of which is reported. Never throws.
 *
 * source  STANAG 4774 (ADatP-4774 Edition A), confidentiality metadata label syntax
 */
export function readLabel(xml: string): LabelReading {
  const problems: LabelProblem[] = [];
  const say = (at: LabelElement, message: string) => problems.push({ line: at.line, element: at.name, message });
  const tree = readLabelXml(xml);
  if (tree.root === null) {
    return { label: null, problems: [{ line: 0, element: "", message: tree.error }], is_strict: false };
  }
  const [root, ...more] = labelsIn(tree.root);
  if (root === undefined) {
    say(tree.root, "holds no confidentiality label");
    return { label: null, problems, is_strict: false };
  }
  for (const label of more) say(label, "a further label, not read");
  if (root.namespace !== LABEL_NAMESPACE) say(root, `the namespace is not ${LABEL_NAMESPACE}`);
  if (!STRICT_ROOT.test(root.name))
    say(root, "the schema's names are originator-, alternative- or metadataConfidentialityLabel");
  const information = childrenOf(root, ["ConfidentialityInformation"]);
  if (information.length !== 1) say(root, `${information.length} ConfidentialityInformation, the schema asks for one`);
  const inside = information[0];
  const [policy, ...policies] = childrenOf(inside, ["PolicyIdentifier"]);
  const [classification, ...classifications] = childrenOf(inside, ["Classification"]);
  const isSingle = information.length === 1 && policies.length === 0 && classifications.length === 0;
  if (!isSingle || policy === undefined || classification === undefined || classification.text.trim() === "") {
    say(root, "one PolicyIdentifier and one Classification are needed");
    return { label: null, problems, is_strict: false };
  }
  const categories = childrenOf(inside, ["Category"]).map((element) => categoryOf(element, say));
  const originators = childrenOf(root, ORIGINATOR_NAMES);
  for (const element of originators)
    if (element.name !== "OriginatorID") say(element, "the schema's name is OriginatorID");
  const created = childrenOf(root, ["CreationDateTime"])[0]?.text.trim();
  if (created === undefined) say(root, "CreationDateTime is missing");
  const label: ConfidentialityLabel = {
    kind: ROOTS[root.name] ?? "unstated",
    policy: policy.text.trim(),
    policy_uri: policy.attributes.get("URI") ?? null,
    classification: classification.text.trim(),
    privacy_marks: childrenOf(inside, ["PrivacyMark"]).map(({ text }) => text.trim()),
    categories,
    originator_id: originators[0]?.text.trim() ?? null,
    created_at: created ?? null,
    review_at: root.attributes.get("ReviewDateTime") ?? null,
  };
  return { label, problems, is_strict: problems.length === 0 };
}

/**
 * Whether someone who holds certain values, by tag name, may have what a label marks: every RESTRICTIVE category's values
 * all held, of every PERMISSIVE one at least one, INFORMATIVE ones aside. A category of no known type leaves it
 * undetermined, unless another one denies. The classification is compared elsewhere, by the policy pack's levels.
 *
 * source  STANAG 4774, access control decision function
 */
export function decideLabel(
  label: ConfidentialityLabel,
  held: ReadonlyMap<string, readonly string[]>,
): "permit" | "deny" | "undetermined" {
  let isOpen = false;
  for (const { type, tag, values } of label.categories) {
    const has = (value: string) => held.get(tag)?.includes(value) === true;
    if (type === null) isOpen = true;
    if (type === "RESTRICTIVE" && !values.every(has)) return "deny";
    if (type === "PERMISSIVE" && !values.some(has)) return "deny";
  }
  return isOpen ? "undetermined" : "permit";
}
