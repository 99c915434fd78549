import { z } from "zod";
import { tailCheck } from "../../data/statistics/calibration.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

/** A block is a week, so that each has its working and rest days; a shared crisis of two weeks touches at most three. */
const BLOCK_NIGHTS = 7;
const BLOCKS = 4;

/** A detector is set apart when so many blocks are off: what lasts four weeks is the detector, not an event. */
const BLOCKS_OFF = BLOCKS;

/** It is believed again when at most so many are. */
const BLOCKS_OFF_WHEN_WELL = 1;

/** Nominal level at which the tail is held against its share. */
const TAIL_LEVEL = 0.01;

/**
 * Chance below which a block is off: small, so that a crisis in three of the blocks does not become a drift by a chance
 * fourth. Milder departures are what recalibration is for.
 */
const BLOCK_P = 0.001;

/** Departures smaller than these do no harm, however sure: twice the nominal tail, a tenth of the distribution misplaced. */
const TAIL_SHARE_MIN = 2 * TAIL_LEVEL;
const DISTANCE_MIN = 0.1;

/** Where p-values count: above it they reach no lead, and habits that wander there harm nobody. */
const SMALL_P = 0.1;

/** Fewer entities than this in a block cannot be told from chance. */
const TESTED_MIN = 10;

/**
 * One p-value an entity and block, so that neither a lasting pattern of one entity nor windows that overlap count more than
 * once: the night is drawn by hash. Leads far within the price are no part of what is ordinary.
 */
const SELF_TESTS = /* sql */ `
  SELECT detector, block, list(p ORDER BY p) AS p
  FROM (
    SELECT
      verdict.detector,
      ($night::DATE - 1 - verdict.night) // $block_nights::INTEGER AS block,
      arg_min(verdict.p_self_test, md5(concat_ws(' ', verdict.night, verdict.detector, verdict.entity_id))) AS p
    FROM verdict
    LEFT JOIN combined USING (night, entity_type, entity_id)
    WHERE verdict.night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1
      AND verdict.p_self_test IS NOT NULL AND combined.is_set_aside IS NOT TRUE
    GROUP BY verdict.detector, block, verdict.entity_type, verdict.entity_id
  )
  GROUP BY detector, block
  ORDER BY detector, block
`;

const BEFORE = /* sql */ `
  SELECT detector, max_by(is_calibrated, night) AS is_calibrated
  FROM self_test
  WHERE night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1
  GROUP BY detector
`;

const FORGET = [
  /* sql */ `DELETE FROM self_test WHERE night = $night::DATE`,
  /* sql */ `DELETE FROM not_assessed WHERE night = $night::DATE AND starts_with(reason, 'uncalibrated: ')`,
];

const NOTE = /* sql */ `
  INSERT INTO not_assessed (night, subject, reason, entity_count)
  SELECT
    $night::DATE,
    self_test.detector,
    format('uncalibrated: its p-values were not uniform in {} of the last {} weeks; kept out of the leads until they are',
      self_test.blocks_off_count, self_test.blocks_tested_count),
    (SELECT count(*) FROM verdict
     WHERE verdict.night = $night::DATE AND verdict.detector = self_test.detector AND verdict.status = 'scored')
  FROM self_test
  WHERE self_test.night = $night::DATE AND NOT self_test.is_calibrated
  ORDER BY self_test.detector
`;

/** What a block of p-values says: whether it is off, by how much, or null where there are too few. */
interface BlockTest {
  readonly count: number;
  readonly isOff: boolean;
  readonly tailShare: number;
  readonly distance: number;
}

/**
 * Tests, block by block over the four weeks before tonight, whether each detector's p-values were uniform: the share at or
 * below 1e-2 by its exact binomial tail, the whole distribution by Kolmogorov's distance. A detector that is off in all
 * four is set apart, and stays so until at most one is: one attack is one entity, a shared crisis three blocks at most.
 */
export async function selfTest(store: Store, night: string): Promise<void> {
  const range = { night, nights: BLOCKS * BLOCK_NIGHTS };
  const before = new Map(
    (await store.rows(BEFORE, z.object({ detector: z.string(), is_calibrated: z.boolean() }), range)).map((row) => [
      row.detector,
      row.is_calibrated,
    ]),
  );
  const blocks = await store.rows(
    SELF_TESTS,
    z.object({ detector: z.string(), block: z.number(), p: z.array(z.number()) }),
    { ...range, block_nights: BLOCK_NIGHTS },
  );
  const tests = new Map<string, BlockTest[]>();
  for (const { detector, p } of blocks) {
    const known = tests.get(detector) ?? [];
    if (p.length >= TESTED_MIN) known.push(blockTest(p));
    tests.set(detector, known);
  }
  for (const statement of FORGET) await store.run(statement, { night });
  await insertRows(
    store,
    "self_test",
    [...tests].map(([detector, known]) => selfTestRow(night, detector, known, before.get(detector) ?? true)),
  );
  await store.run(NOTE, { night });
}

/** Whether one block's p-values depart from uniform, surely and enough to matter. */
export function blockTest(p: readonly number[]): BlockTest {
  const tail = tailCheck(p, TAIL_LEVEL);
  const distance = excessBelow(p);
  const isTailOff = tail.tooManyP < BLOCK_P && tail.share >= TAIL_SHARE_MIN;
  const isShapeOff = Math.exp(-2 * p.length * distance * distance) < BLOCK_P && distance >= DISTANCE_MIN;
  return { count: p.length, isOff: isTailOff || isShapeOff, tailShare: tail.share, distance };
}

/**
 * By how much the share of small p-values exceeds what is uniform, at most: Kolmogorov's one-sided distance up to
 * SMALL_P. Too few small ones cost power and are no reason to set a detector apart; they are shown by its share of the tail.
 *
 * source  P(distance > d) <= exp(-2 n d^2), Smirnov 1944, Massart 1990
 */
function excessBelow(p: readonly number[]): number {
  const sorted = p.toSorted((a, b) => a - b);
  return sorted.reduce(
    (most, value, i) => (value <= SMALL_P ? Math.max(most, (i + 1) / sorted.length - value) : most),
    0,
  );
}

function selfTestRow(night: string, detector: string, tests: readonly BlockTest[], wasCalibrated: boolean) {
  const blocks_off_count = tests.filter(({ isOff }) => isOff).length;
  const tested_count = tests.reduce((sum, { count }) => sum + count, 0);
  const mean = (of: (test: BlockTest) => number) =>
    tested_count === 0 ? null : tests.reduce((sum, test) => sum + of(test) * test.count, 0) / tested_count;
  return {
    night,
    detector,
    tested_count,
    blocks_off_count,
    blocks_tested_count: tests.length,
    tail_share: mean(({ tailShare }) => tailShare),
    distance: mean(({ distance }) => distance),
    is_calibrated: wasCalibrated ? blocks_off_count < BLOCKS_OFF : blocks_off_count <= BLOCKS_OFF_WHEN_WELL,
  };
}
