import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Feed, FeedColumn } from "../../../data/feeds/feed.js";
import { FEEDS } from "../../../data/feeds/feeds.js";
import type { Namer } from "./world.js";

/** Columns that name the same things in several feeds, so that rows of different feeds meet; others are named by feed. */
const SHARED: Readonly<Record<string, { readonly kind: string; readonly most?: number }>> = {
  actor_id: { kind: "actor" },
  object_id: { kind: "object" },
  partner: { kind: "partner" },
  owed_by: { kind: "partner" },
  request_id: { kind: "request" },
  agreement_id: { kind: "agreement" },
  originator: { kind: "originator" },
  marking: { kind: "marking" },
  tier: { kind: "tier" },
  purpose: { kind: "purpose" },
  max_classification: { kind: "class" },
  nation: { kind: "nation", most: 2 },
  unit: { kind: "unit", most: 4 },
  role: { kind: "role", most: 3 },
};

/** A value for a column of row `index`: a name where it is text, something valid where it is not. */
function cellOf({ name: feed }: Feed, { name: column, kind, values, range }: FeedColumn, name: Namer, index: number) {
  if (values !== undefined) return values[index % values.length];
  switch (kind) {
    case "text": {
      const shared = SHARED[column];
      return shared === undefined
        ? name(`${feed}.${column}`, index)
        : name(shared.kind, index % (shared.most ?? Number.POSITIVE_INFINITY));
    }
    case "list":
      return name(column === "collections" ? "collection" : column, column === "collections" ? index % 5 : index);
    case "zone":
      return "UTC";
    case "boolean":
      return index % 2 === 0;
    case "count":
    case "number":
      return range === undefined ? 30 + (index % 60) : range[0] + (index % (range[1] - range[0] + 1));
    case "day":
      return `2026-0${1 + (index % 3)}-${String(1 + (index % 28)).padStart(2, "0")}`;
    case "last_day":
      return "2027-01-01";
    case "instant":
      return `2026-03-${String(1 + (index % 25)).padStart(2, "0")}T09:00:00Z`;
  }
}

/** Writes every feed beside the access feed, `count` rows each, with every column that the contract knows. */
export function writeEveryFeed(folder: string, count: number, name: Namer): void {
  for (const feed of FEEDS) {
    const rows = Array.from({ length: count }, (_, index) =>
      Object.fromEntries(feed.columns.map((column) => [column.name, cellOf(feed, column, name, index)])),
    );
    writeFileSync(join(folder, `${feed.name}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
}
