import { z } from "zod";
import { addDays } from "../../data/days.js";
import { type Settings, settingsShape } from "../../data/settings/shape.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { type Detector, detector } from "../../detectors/card.js";
import { calibrate } from "../../pipeline/stages/calibrate.js";
import { combine } from "../../pipeline/stages/combine.js";
import { flag } from "../../pipeline/stages/flags.js";

/** The first night of these small worlds, a Thursday. */
export const START = "2026-01-01";

export const nightAt = (index: number): string => addDays(START, index);

/** A card whose cases nobody asks for: verdicts are put into the store beside it. */
export function card(id: string, family: Detector["family"], entity: Detector["entity"] = "actor"): Detector {
  return detector({
    id,
    question: `Is ${id} unusual?`,
    entity,
    family,
    needs: ["access"],
    status: "stable",
    falsePositives: ["cover for an absent colleague", "a declared exercise"],
    wouldRefute: ["a tasking"],
    references: [],
    params: z.object({}),
    caseShape: z.object({ entity_id: z.string() }),
    cases: "SELECT actor_id AS entity_id FROM actor_day WHERE day = $night::DATE ORDER BY entity_id",
    pool: () => null,
    judge: () => ({ status: "abstained", reason: "not asked" }),
    say: ({ observed }) => `${observed} seen.`,
    events: "SELECT event_id FROM event WHERE actor_id = $entity_id AND day = $night::DATE ORDER BY event_id",
  });
}

/** One ordinary p-value, the same for the same key. */
export const ordinary = (detectorId: string, night: number, entity: number): number =>
  hashUniform(["ordinary", detectorId, String(night), String(entity)]);

/** The p-value that a detector gives an entity (by number) on a night (by number), or null where it has none. */
export type Gives = (detectorId: string, night: number, entity: number) => number | null;

/** Puts the verdicts of a night range into the store, `count` entities a night. */
export async function putVerdicts(
  store: Store,
  cards: readonly Detector[],
  { from, to, count, gives }: { from: number; to: number; count: number; gives: Gives },
): Promise<void> {
  const rows = [];
  for (let night = from; night <= to; night++)
    for (const { id, entity } of cards)
      for (let one = 0; one < count; one++) {
        const p = gives(id, night, one);
        if (p !== null)
          rows.push({
            night: nightAt(night),
            detector: id,
            entity_type: entity,
            entity_id: `E${String(one).padStart(3, "0")}`,
            status: "scored",
            p_value: p,
            p_mid: p,
            direction: "up",
            observed: 2,
            expected: 1,
            interval_low: 0,
            interval_high: 3,
            unit: "events a day",
            evidence: "{}",
          });
      }
  await insertRows(store, "verdict", rows);
}

export const settings = (given: unknown = {}): Settings => settingsShape.parse(given);

/** Weighs nights as the pipeline does once verdicts stand; lists them from `listedFrom` on. */
export async function judge(
  store: Store,
  cards: readonly Detector[],
  { from, to, listedFrom, chosen = settings() }: { from: number; to: number; listedFrom: number; chosen?: Settings },
): Promise<void> {
  for (let night = from; night <= to; night++) {
    await calibrate(store, nightAt(night), cards, chosen);
    await combine(store, nightAt(night), cards, chosen);
    if (night >= listedFrom) await flag(store, nightAt(night), cards, chosen);
  }
}
