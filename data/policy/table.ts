import { markdownTable } from "../markdown.js";
import type { Duties } from "./schema.js";

/** What each kind of duty is, and what one entry of it asks. */
const KINDS: { readonly [K in keyof Duties]: readonly [title: string, asks: (entry: Duties[K][number]) => string] } = {
  rights_review_purposes: ["purpose that needs a rights review", () => "before the approval"],
  after_review_tiers: ["tier that is reviewed afterwards", ({ within_days }) => `within ${within_days} days`],
  channels: [
    "channel",
    ({ highest_level }) => (highest_level === null ? "fit for no class" : `up to ${highest_level}`),
  ],
  periods: ["period", ({ days }) => `${days} days`],
  separations: ["two persons", ({ first, second }) => `${first} and ${second}`],
  authorities: ["authority", ({ role, action }) => `${role} may ${action}`],
};

function rowsOf<K extends keyof Duties>(duties: Duties, kind: K): string[][] {
  const [title, asks] = KINDS[kind];
  const entries: readonly Duties[K][number][] = duties[kind];
  if (entries.length === 0) return [[`\`${kind}\``, title, "none", "", ""]];
  return entries.map((entry) => [`\`${kind}\``, title, entry.id, asks(entry), `${entry.reason} (${entry.source})`]);
}

/** Duties as a table in Markdown, one row an entry, in the order of the pack; a kind without entries says none. */
export function dutyTable(duties: Duties): string {
  const kinds = Object.keys(KINDS) as (keyof Duties)[];
  const rows = kinds.flatMap((kind) => rowsOf(duties, kind));
  return markdownTable(["key", "kind", "id", "asks", "why (source)"], rows);
}
