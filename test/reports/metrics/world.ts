import { settingsShape } from "../../../data/settings/shape.js";
import type { Parameter, Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { type AssessedFigure, computeFigures, openContext, periodOf } from "../../../reports/metrics/engine.js";
import type { MetricFigure, Period } from "../../../reports/metrics/figure.js";
import { metrics } from "../../../reports/metrics/index.js";
import type { Metric, Slice } from "../../../reports/metrics/metric.js";
import { openMemory } from "../../store.js";

/** The night of the small worlds, and their zone: the home zone is UTC unless a test names another. */
export const NIGHT = "2026-06-03";

type Row = Readonly<Record<string, Parameter>>;

/** Rows of the feeds' own tables, each known before any night unless it says otherwise. */
export type Feeds = Readonly<Record<string, readonly Row[]>>;

const FEED_OF: Readonly<Record<string, string>> = {
  sharing_step: "sharing_steps",
  tier: "tiers",
  agreement: "agreements",
  actor: "actors",
  object: "objects",
  entitlement: "entitlements",
  feedback: "feedback",
  incident: "incidents",
  obligation: "obligations",
  exercise: "exercises",
  recommendation: "recommendations",
  holiday: "calendar",
  authority: "authorities",
  consent: "consents",
  disposition: "dispositions",
  event: "access",
};

/** Tables that are not read from feeds: no version, no file in the ledger. */
const UNVERSIONED = new Set([
  "event",
  "source_hour",
  "flag",
  "flag_night",
  "night_price",
  "verdict",
  "combined",
  "night",
  "not_assessed",
  "rule_outcome",
  "decision",
]);

/** A store that has read the feeds given, and no others. */
export async function worldOf(feeds: Feeds): Promise<Store> {
  const store = await openMemory();
  await fill(store, feeds);
  return store;
}

/** Reads the feeds given into a store. */
export async function fill(store: Store, feeds: Feeds): Promise<void> {
  for (const [table, rows] of Object.entries(feeds)) {
    const feed = FEED_OF[table];
    if (feed !== undefined) await store.run(FILE, { feed });
    const versioned = UNVERSIONED.has(table) ? rows : rows.map((row) => ({ known_from: "-infinity", ...row }));
    await insertRows(store, table, versioned);
  }
}

const FILE = `
  INSERT INTO file (file_id, path, feed, status, known_from, size_bytes, file_digest, is_terminated, rows_read, accepted,
    duplicate, refused, recovered, unmapped)
  VALUES (1, $feed, $feed, 'read', '-infinity', 0, '', true, 0, 0, 0, 0, 0, [])
`;

/** A step of a request; unknown fields are empty. */
export function step(request_id: string, name: string, happened_at: string, more: Row = {}): Row {
  const known = { partner: "XAR", tier: "routine", purpose: null, actor_id: null, agreement_id: null, object_id: null };
  return { request_id, step: name, happened_at, rule: null, legal_basis: null, ...known, ...more };
}

export interface Computed {
  readonly figures: readonly AssessedFigure[];
  /** The only figure of an id and slice; throws where there is none. */
  readonly of: (id: string, slice?: Slice) => MetricFigure;
}

/** Every figure (or those of `only`) of a world. */
export async function computed(
  store: Store,
  {
    night = NIGHT,
    period = periodOf(night),
    settings = {},
    only = metrics,
  }: { night?: string; period?: Period; settings?: object; only?: readonly Metric[] } = {},
): Promise<Computed> {
  const context = await openContext(store, period, settingsShape.parse(settings));
  const figures = await computeFigures(only, context);
  return {
    figures,
    of: (id, slice = {}) => {
      const found = figures.filter(
        ({ figure }) => figure.id === id && JSON.stringify(figure.slice) === JSON.stringify(slice),
      );
      const [one] = found;
      if (one === undefined || found.length > 1) throw new Error(`${found.length} figures: ${id}`);
      return one.figure;
    },
  };
}
