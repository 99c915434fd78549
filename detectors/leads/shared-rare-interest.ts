import { z } from "zod";
import { atLeastOne, midP, ordinaryP } from "../../data/statistics/p-values.js";
import { poisson } from "../../data/statistics/poisson.js";
import { detector } from "../card.js";
import { ACTS_IN_WEEK } from "../cases/events.js";
import { SHARED_OBJECTS, sharedObjects } from "../cases/shared-objects.js";
import { ordinaryInterval } from "../judges/merge.js";
import { HISTORY_NIGHTS_MIN } from "../judges/series.js";
import { abstained } from "../verdict.js";

type Case = z.infer<typeof sharedObjects>;

const params = z.object({
  rare_readers: z
    .int()
    .min(0)
    .default(3)
    .describe("People who may ever have opened an object that is still rarely opened: fewer than a small office."),
  settled_days: z
    .int()
    .min(0)
    .default(14)
    .describe("Days for which an object must have been there: what is new is opened by several people at once."),
  like_objects: z
    .number()
    .positive()
    .default(20)
    .describe("Weight of the average in how often objects of one age and readership are opened, in objects."),
  shared_min: z
    .int()
    .min(2)
    .default(2)
    .describe("Objects two people must share before it means anything: one is a coincidence in any week."),
});

/** More people than this who open the same rarely opened object within a week: it has become news, and pairs say nothing. */
const READERS_OF_NEWS = 20;

/** Least expectation of shared objects of a pair: one week in 10,000, for what a collection holds is not drawn evenly. */
const EXPECTED_MIN = 1e-4;

/** Somebody who opened the same rarely opened objects in the same week. */
interface Companion {
  readonly entity_id: string;
  readonly shared: number;
  readonly expected: number;
  readonly p_value: number;
  readonly p_mid: number;
}

interface Pool {
  /** People who opened anything rarely opened: each may be anybody's companion. */
  readonly readers: number;
  readonly companions: ReadonlyMap<string, Companion>;
}

/** Shared objects of two people if each drew theirs at random: sum over collections of r_i r_j / N, N the objects of like attraction. */
function expectedOf(a: Case, b: Case): number {
  const ofB = new Map<string, number>();
  for (const collection of b.collections) ofB.set(collection, (ofB.get(collection) ?? 0) + 1);
  const sum = a.collections.reduce(
    (total, collection, i) => total + (ofB.get(collection) ?? 0) / Math.max(a.rare_counts[i] ?? 1, 1),
    0,
  );
  return Math.max(sum, EXPECTED_MIN);
}

/** Who shares objects with whom, by way of the objects: cost follows the shared ones, not the pairs of people. */
function companionsOf(cases: readonly Case[], sharedMin: number): Map<string, Companion> {
  const readers = new Map<string, number[]>();
  cases.forEach(({ objects }, i) => {
    for (const object of objects) readers.set(object, [...(readers.get(object) ?? []), i]);
  });
  const shared = cases.map(() => new Map<number, number>());
  for (const who of readers.values()) {
    if (who.length > READERS_OF_NEWS) continue;
    for (const i of who) for (const j of who) if (i !== j) shared[i]?.set(j, (shared[i]?.get(j) ?? 0) + 1);
  }
  const companions = new Map<string, Companion>();
  cases.forEach((row, i) => {
    for (const [j, count] of shared[i] ?? []) {
      const other = cases[j];
      if (other === undefined || count < sharedMin) continue;
      const expected = expectedOf(row, other);
      const law = poisson(expected);
      const p_mid = midP(law, count, "upper");
      if (p_mid >= (companions.get(row.entity_id)?.p_mid ?? 1)) continue;
      const p_value = ordinaryP(law, count, "upper");
      companions.set(row.entity_id, { entity_id: other.entity_id, shared: count, expected, p_value, p_mid });
    }
  });
  return companions;
}

/**
 * Whether two people opened the same rarely opened objects within a week.
 *
 * p_value  Poisson upper tail of the objects shared with the likeliest companion, expected from how many rarely opened
 *          objects of each collection each of the two opened and how much such objects differ in what draws readers to
 *          them; Šidák over all possible companions
 * source   co-occurrence as in DuMouchel 1999, The American Statistician 53:177, expectation by independence within strata
 */
export const sharedRareInterest = detector({
  id: "shared-rare-interest",
  question: "Did this person and another open the same objects that hardly anybody ever opens, in the same week?",
  entity: "actor",
  family: "together",
  needs: ["access", "objects"],
  status: "stable",
  falsePositives: [
    "A common task that the directory does not show",
    "A link passed on in a meeting or a report",
    "A register entry that was moved or renamed",
  ],
  wouldRefute: ["A tasking that both were given", "A third document that cites these objects"],
  references: ["DuMouchel 1999, doi:10.1080/00031305.1999.10474456"],
  params,
  caseShape: sharedObjects,
  cases: SHARED_OBJECTS,
  pool(cases, { shared_min }): Pool {
    const readers = cases.filter(({ objects }) => objects.length > 0).length;
    return { readers, companions: companionsOf(cases, shared_min) };
  },
  judge(row, { shared_min }, { readers, companions }) {
    if (row.history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    if (!row.is_tonight) return abstained("no act tonight");
    if (row.rare_count === 0) return abstained("no register of objects, or none rarely opened");
    const companion = companions.get(row.entity_id);
    const others = Math.max(readers - 1, 1);
    const p_value = companion === undefined ? 1 : atLeastOne(companion.p_value, others);
    const p_mid = companion === undefined ? 0.5 : atLeastOne(companion.p_mid, others);
    return {
      status: "scored",
      p_value,
      p_mid: Math.min(p_mid, p_value),
      direction: "up",
      observed: companion?.shared ?? 0,
      expected: companion?.expected ?? 0,
      interval: ordinaryInterval(poisson(companion?.expected ?? 0)),
      unit: "rarely opened objects shared with one other person in a week",
      evidence: {
        related_actor_ids: companion === undefined ? [] : [companion.entity_id],
        others_count: others,
        shared_min_count: shared_min,
      },
    };
  },
  say: ({ observed, interval: [, high], evidence: { others_count } }) =>
    `${observed} rarely opened objects in a week were also opened by one other person, of ${others_count}; up to ${high} would be ordinary.`,
  events: ACTS_IN_WEEK,
});
