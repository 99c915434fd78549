import { group } from "d3-array";
import { z } from "zod";
import { type Cluster, clusteredInterval } from "../../data/statistics/intervals.js";
import type { Store } from "../../data/store/store.js";
import { table } from "./detect-tables.js";
import type { Truth } from "./truth.js";

/** Coarse before fine: where no p-value is small enough, the clustering of the coarser level stands in. */
const LEVELS = [0.1, 0.01, 0.001] as const;

/** Realised over nominal rates are asked to lie within this factor. */
const FACTOR = 1.5;

/**
 * p-values of ordinary entities: those that the flags carry, after recalibration. Those of detectors are randomised within
 * their ties (by hash, so that they stay the same): a count has few possible values, and only so can its p-value be uniform.
 * A detector is not seen at work where nobody did anything of its kind, so that all its p-values are 1.
 */
const ORDINARY = /* sql */ `
  SELECT detector AS stream, entity_id, bool_or(min(p_value) < 1) OVER (PARTITION BY detector) AS is_seen,
    list(p_self_test ORDER BY night) AS p
  FROM verdict
  WHERE status = 'scored' AND night >= $from::DATE AND entity_id NOT IN (SELECT unnest(CAST($planted AS VARCHAR[])))
  GROUP BY detector, entity_id
  UNION ALL
  SELECT 'all of one ' || entity_type, entity_id, true, list(p_value ORDER BY night)
  FROM combined
  WHERE night >= $from::DATE AND entity_id NOT IN (SELECT unnest(CAST($planted AS VARCHAR[])))
  GROUP BY entity_type, entity_id
  ORDER BY stream, entity_id
`;

/** The ordinary p-values of one entity, by the detector or combination that gave them. */
export interface Stream {
  readonly stream: string;
  readonly entity_id: string;
  /** Whether any of the stream's p-values in this world said anything. */
  readonly is_seen: boolean;
  readonly p: readonly number[];
}

/** The p-values of a judged world's ordinary entities. */
export async function ordinaryStreams(store: Store, truth: Truth): Promise<Stream[]> {
  const planted = JSON.stringify(truth.scenarios.flatMap(({ entity, also }) => [entity, ...also]));
  const shape = z.object({ stream: z.string(), entity_id: z.string(), is_seen: z.boolean(), p: z.array(z.number()) });
  return store.rows(ORDINARY, shape, { planted, from: truth.evalFrom });
}

/**
 * Realised over nominal rates with 95 % intervals that know that one entity's nights hang together. A star: the interval
 * lies wholly outside a factor 1.5 of nominal; brackets: the rate does, but its interval does not. Detectors of what never
 * happened are named below: nothing can be told of their rates.
 */
export function calibrationTable(streams: readonly Stream[]): string {
  const head = ["p-values", "n", "entities", ...LEVELS.flatMap((level) => [`rate/${level}`, "95 % interval"])];
  const rows = [...group(streams, ({ stream }) => stream)].flatMap(([name, all]) => {
    const own = all.filter(({ is_seen }) => is_seen);
    const count = own.reduce((sum, { p }) => sum + p.length, 0);
    return own.length === 0 ? [] : [[name, String(count), String(own.length), ...realised(own)]];
  });
  return `${table([head, ...rows])}${neverSeen(streams)}`;
}

function neverSeen(streams: readonly Stream[]): string {
  const seen = new Set(streams.filter(({ is_seen }) => is_seen).map(({ stream }) => stream));
  const never = [...new Set(streams.map(({ stream }) => stream))].filter((name) => !seen.has(name));
  return never.length === 0 ? "" : `  nothing of the kind ever happened, all p = 1: ${never.join(", ")}\n`;
}

function realised(own: readonly Stream[]): string[] {
  let effect = 1;
  return LEVELS.flatMap((level) => {
    const clusters = own.map(
      ({ p }): Cluster => ({ trials: p.length, successes: p.filter((one) => one <= level).length }),
    );
    const found = clusteredInterval(clusters, 0.95, effect);
    effect = found.effect;
    const [rate, low, high] = [found.share / level, found.interval.lower / level, found.interval.upper / level];
    const [isOff, isNear] = [low > FACTOR || high < 1 / FACTOR, rate <= FACTOR && rate >= 1 / FACTOR];
    const shown = rate.toFixed(2);
    return [isOff ? `*${shown} ` : isNear ? `${shown} ` : `(${shown})`, `${low.toFixed(2)}–${high.toFixed(2)}`];
  });
}
