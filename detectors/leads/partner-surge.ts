import { z } from "zod";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import { NATION_PANEL, nationCase } from "../cases/nation-panel.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "../judges/series.js";
import { otherUnits, type UnitWindow, unitWindows } from "../judges/unit-panel.js";
import { abstained } from "../verdict.js";

/** Tonight, three nights, a week. */
const WINDOWS = [1, 3, 7] as const;

const params = z.object({
  history_nights: z.int().min(14).max(90).default(90).describe("Nights of baseline before the window: a quarter."),
  prior_nights: z
    .number()
    .positive()
    .default(4)
    .describe("Weight of the role's mean against a person's own, in nights."),
  rest_prior_events: z
    .number()
    .positive()
    .default(10)
    .describe("Weight of the role's rest-day factor, in expected events."),
  dispersion_prior_nights: z
    .number()
    .positive()
    .default(20)
    .describe("Weight of the role's over-dispersion, in nights."),
  dispersion_min: z
    .number()
    .positive()
    .default(0.02)
    .describe("Least over-dispersion: a seventh up or down is ordinary."),
});

/** The events of the people of a nation in the week. */
const EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE day BETWEEN $night::DATE - 6 AND $night::DATE
    AND actor_id IN (
      SELECT actor_id FROM actor
      WHERE nation = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    )
  ORDER BY event_time, source, event_id
`;

interface UnitsPool {
  readonly history: number;
  readonly units: ReadonlyMap<string, readonly UnitWindow[]>;
}

/**
 * Whether a partner's people together were up while each alone was only mildly so: the sum over a unit's active members
 * against their own expectations, with the units' common ups and downs and their spread as the measure.
 *
 * p_value  upper negative-binomial tails of the partner's units over one, three and seven nights, merged by the Cauchy
 *          combination
 */
export const partnerSurge = detector({
  id: "partner-surge",
  question: "Did this partner's people, all together, do more than they usually do?",
  entity: "partner",
  family: "surge",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A crisis that concerns this partner first",
    "A declared exercise",
    "A visit or conference with the partner",
  ],
  wouldRefute: ["A tasking of the partner's units for these days", "The same rise in other partners' units"],
  references: ["DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2"],
  params,
  caseShape: nationCase,
  cases: NATION_PANEL,
  pool: (cases, chosen): UnitsPool => {
    const members = cases.flatMap(({ entity_id, people }) =>
      people.map(({ unit, role, ...nights }) => ({
        ...nights,
        counts: nights.act_counts,
        group: role,
        nation: entity_id,
        unit: `${entity_id} ${unit}`,
      })),
    );
    return {
      history: historyNights(members),
      units: unitWindows(members, WINDOWS, { ...chosen, guard_nights: WINDOWS[2] - 1 }),
    };
  },
  judge(row, _params, { history, units }) {
    if (!row.is_partner) return abstained("not a partner: its people are the measure for those of partners");
    if (history < HISTORY_NIGHTS_MIN + WINDOWS[2]) return abstained("fewer than 21 nights of logs before tonight");
    const own = new Set(row.people.map(({ unit }) => `${row.entity_id} ${unit}`));
    const looks = [...own].flatMap((unit) => looksOf(unit, units));
    const merged = mergeLooks(looks);
    if (merged === null) return abstained("none of its people was active, or no other unit to compare with");
    const { loudest, p_value, p_mid } = merged;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: loudest.count,
      expected: loudest.law.mean,
      interval: ordinaryInterval(loudest.law),
      unit: "acts of a unit's people",
      evidence: { window_nights: loudest.nights, other_units_ratio: loudest.others },
    };
  },
  say: ({ observed, interval: [low, high], evidence }) =>
    `${observed} acts of the people of one of its units in ${evidence.window_nights === 1 ? "the day" : `${evidence.window_nights} days`}, where ${low} to ${high} would be ordinary of them.`,
  events: EVENTS,
});

function looksOf(unit: string, units: ReadonlyMap<string, readonly UnitWindow[]>) {
  return WINDOWS.flatMap((nights, i) => {
    const own = units.get(unit)?.[i];
    const others = otherUnits([...units].flatMap(([name, windows]) => (name === unit ? [] : (windows[i] ?? []))));
    const tonight = units.get(unit)?.[0];
    if (own === undefined || others === null || tonight === undefined || tonight.expected === 0 || own.expected === 0)
      return [];
    const law = negativeBinomial(1 / (own.excess / own.expected ** 2 + others.spread), own.expected * others.ratio);
    const count = Math.floor(own.observed);
    return [
      {
        nights,
        law,
        count,
        others: others.ratio,
        p_value: ordinaryP(law, count, "upper"),
        p_mid: midP(law, count, "upper"),
      },
    ];
  });
}
