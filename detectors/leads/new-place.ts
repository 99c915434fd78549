import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_PLACES, actorPlaces } from "../cases/actor-places.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { mergeLooks } from "../judges/merge.js";
import { HISTORY_NIGHTS_MIN, historyNights, isActiveTonight } from "../judges/series.js";
import { commonShifts } from "../judges/share-common.js";
import { abstained } from "../verdict.js";

type Case = z.infer<typeof actorPlaces>;

const params = z.object({
  familiar_nights: z
    .int()
    .min(1)
    .default(3)
    .describe("Earlier days at a place from which it is familiar: a visit of two days does not make it so."),
  known_nights: z
    .int()
    .min(1)
    .default(5)
    .describe("Earlier days of activity before which every place is new: a working week."),
  guard_nights: z
    .int()
    .min(1)
    .default(3)
    .describe("Nights before tonight that the baseline leaves out: the same new place is one finding, not three."),
  peer_nights: z
    .number()
    .positive()
    .default(10)
    .describe("Weight of everybody's chance of a new place, in nights: two working weeks."),
});
type Chosen = z.infer<typeof params>;

/** What is looked at, and what it is called. */
const KINDS = [
  { column: "is_new_site", unit: "new sites" },
  { column: "is_new_address", unit: "new addresses" },
] as const;
type Kind = (typeof KINDS)[number];

interface Past {
  readonly fresh: number;
  readonly nights: number;
}

/** Nights at an unfamiliar place among the nights before the guard on which the person was already known. */
function pastOf(row: Case, { column }: Kind, { known_nights, guard_nights }: Chosen): Past {
  let [fresh, nights] = [0, 0];
  row.nights_ago.forEach((ago, i) => {
    if (ago <= guard_nights || (row.earlier_nights[i] ?? 0) < known_nights) return;
    const weight = row.weights[i] ?? 1;
    nights += weight;
    if (row[column][i] === true) fresh += weight;
  });
  return { fresh, nights };
}

interface Pool {
  readonly history_nights: number;
  /** What is looked at of each who has familiar places, by kind. */
  readonly looks: ReadonlyMap<string, readonly PlaceLook[]>;
}

/** One kind of place tonight: whether it was unfamiliar, and the chance of that. */
interface PlaceLook {
  readonly unit: string;
  readonly isNew: boolean;
  readonly chance: number;
  readonly p_value: number;
  readonly p_mid: number;
}

/** However many of a unit or site have moved, one more is at most this likely to be among them. */
const CHANCE_MAX = 0.9;

function poolOf(cases: readonly Case[], chosen: Chosen): Pool {
  const known = cases.filter(
    (row) => isActiveTonight(row) && (row.earlier_nights[row.nights_ago.indexOf(0)] ?? 0) >= chosen.known_nights,
  );
  const ofKinds = KINDS.map((kind) => {
    const past = new Map(cases.map((row) => [row.entity_id, pastOf(row, kind, chosen)]));
    let [fresh, nights] = [0, 0];
    for (const own of past.values()) {
      fresh += own.fresh;
      nights += own.nights;
    }
    const everybody = (fresh + 0.5) / (nights + 1);
    const chances = known.map(({ entity_id }) => {
      const own = past.get(entity_id) ?? { fresh: 0, nights: 0 };
      return (own.fresh + chosen.peer_nights * everybody) / (own.nights + chosen.peer_nights);
    });
    const isNew = known.map((row) => row[kind.column][row.nights_ago.indexOf(0)] === true);
    const commons = commonShifts(
      known.map(({ unit, site }, i) => ({
        unit,
        site,
        successes: isNew[i] === true ? 1 : 0,
        expected: chances[i] ?? 0,
        effect: 1,
      })),
    );
    return known.map((_, i) => {
      const chance = Math.min((chances[i] ?? 0) * (commons[i]?.ratio ?? 1), CHANCE_MAX);
      const found = isNew[i] === true;
      return {
        unit: kind.unit,
        isNew: found,
        chance,
        p_value: found ? chance : 1,
        p_mid: found ? chance / 2 : (1 + chance) / 2,
      };
    });
  });
  return {
    history_nights: historyNights(cases),
    looks: new Map(known.map(({ entity_id }, i) => [entity_id, ofKinds.flatMap((looks) => looks[i] ?? [])])),
  };
}

/**
 * Whether an actor was at a site, or came from an address, where they had hardly ever been.
 *
 * p_value  the chance of an unfamiliar place on a night, own nights shrunk to everybody's and raised where many of the same
 *          unit or site have moved; mid half of it; 1 at
 *          familiar places (mid half way between the two); sites and addresses merged by the Cauchy combination
 */
export const newPlace = detector({
  id: "new-place",
  question: "Was this person at a place, or at an address, where they have hardly ever been?",
  entity: "actor",
  family: "place",
  needs: ["access"],
  status: "stable",
  falsePositives: ["Travel, a course or a visit to another site", "A new desk, device or change of the network"],
  wouldRefute: ["A travel order for these days", "Colleagues of the same room with the same change of address"],
  references: ["Skellam 1948, JRSS-B 10:257", "Liu & Xie 2020, doi:10.1080/01621459.2018.1554485"],
  params,
  caseShape: actorPlaces,
  cases: ACTOR_PLACES,
  pool: poolOf,
  judge(row, _chosen, { history_nights, looks }) {
    if (history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    if (!isActiveTonight(row)) return abstained("no act tonight");
    const own = looks.get(row.entity_id);
    if (own === undefined) return abstained("seen on too few nights to have familiar places");
    const known = row.earlier_nights[row.nights_ago.indexOf(0)] ?? 0;
    const merged = mergeLooks(own);
    if (merged === null) return abstained("no place is known of tonight");
    const { loudest, p_value, p_mid } = merged;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: loudest.isNew ? 1 : 0,
      expected: loudest.chance,
      interval: [0, loudest.chance > OUTSIDE ? 1 : 0],
      unit: loudest.unit,
      evidence: { known_nights_count: known, chance_ratio: loudest.chance },
    };
  },
  say: ({ observed, unit, evidence: { known_nights_count } }) =>
    `${observed} ${unit} in the day, for someone who was seen on ${known_nights_count} days of the year before.`,
  events: ACTS_OF_NIGHT,
  less(row) {
    const familiar = (isNew: readonly boolean[]) => isNew.map((held, i) => held && row.nights_ago[i] !== 0);
    return { ...row, is_new_site: familiar(row.is_new_site), is_new_address: familiar(row.is_new_address) };
  },
  more: (row) => ({ ...row, is_new_site: row.is_new_site.map((held, i) => held || row.nights_ago[i] === 0) }),
});

/** A place that is new on fewer than 1 in 200 nights lies outside what 99 of 100 nights show. */
const OUTSIDE = 0.005;
