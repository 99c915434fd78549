import type { FlagChart, Wait } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Html } from "../border/html.js";
import { formatDay } from "../charts/format.js";
import { type StepSeries, stepChart } from "../charts/steps.js";
import { riskTable } from "../metrics/methods/event-table.js";
import { kaplanMeier, LOG_LOG_95 } from "../metrics/methods/kaplan-meier.js";
import { aboutOf, seen } from "./about.js";

const DELAYS_OF = {
  requests: {
    title: "Share of requests decided, by hours since they were made",
    rule: "Kaplan–Meier; decided is the first of approved, denied, withdrawn; open requests count as long as they were seen.",
    unit: "hours since the request",
    names: ["lately", "before"],
    said: (day: string) => `Requests made from ${day} on, and in the half year before.`,
  },
  decisions: {
    title: "Share of decisions taken, by hours since the step before them",
    rule: "Kaplan–Meier over decisions that were taken (approved or denied): hours since the latest earlier step of the request.",
    unit: "hours since the step before",
    names: ["this person", "everybody else"],
    said: (day: string) => `This person's decisions from ${day} on, and everybody else's of half a year.`,
  },
} as const;

/** Waits as step curves: requests until their decision, or decisions since the step before them. */
export function delays(flag: Flag, { of, split, lately, before }: Extract<FlagChart, { kind: "delays" }>): Html {
  const { title, rule, unit, names, said } = DELAYS_OF[of];
  const waits = [...lately, ...before].map(({ hours }) => hours);
  const end = Math.max(...waits, 1);
  const atRiskTimes = [0, 1, 2, 3, 4, 5].map((part) => (end * part) / 5);
  return stepChart(
    aboutOf(flag, {
      title,
      description: `${seen(flag)}. ${said(formatDay(split))}`,
      rule,
      source: "sharing steps",
      n: waits.length,
    }),
    {
      series: [curve(names[0], lately, { atRiskTimes, of }), curve(names[1], before, { atRiskTimes, of })],
      atRiskTimes,
      timeUnit: unit,
      shareOf: "decided",
      atRiskOf: "still waiting",
    },
  );
}

function curve(
  name: string,
  waits: readonly Wait[],
  { atRiskTimes, of }: { readonly atRiskTimes: readonly number[]; readonly of: string },
): StepSeries {
  if (waits.length === 0) return { name, label: name, steps: [], atRisk: atRiskTimes.map(() => 0) };
  const { table, survival, lower, upper } = kaplanMeier(riskTable(leaving(waits)), LOG_LOG_95);
  const share = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : 1 - value);
  const steps = Array.from(table.time, (time, i) => ({
    time,
    share: share(survival[i]) ?? 0,
    low: share(upper[i]),
    high: share(lower[i]),
  }));
  return {
    name,
    label: `${name}, ${waits.length} ${of}`,
    steps: [{ time: 0, share: 0, low: null, high: null }, ...steps],
    atRisk: atRiskTimes.map((time) => waits.filter(({ hours }) => hours >= time).length),
  };
}

/** Waits counted by their length: what the risk sets are made from. */
function leaving(waits: readonly Wait[]) {
  const time = [...new Set(waits.map(({ hours }) => hours))].sort((a, b) => a - b);
  const count = (isDecided: boolean) =>
    Float64Array.from(
      time,
      (one) => waits.filter(({ hours, is_decided }) => hours === one && is_decided === isDecided).length,
    );
  return { time: Float64Array.from(time), censored_count: count(false), cause_count: [count(true)] };
}
