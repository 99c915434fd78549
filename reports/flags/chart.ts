import type { FlagChart, Wait } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { bandChart } from "../charts/band.js";
import { formatDay, formatDayShort, formatInterval, formatNumber, formatWeekday } from "../charts/format.js";
import type { About } from "../charts/frame.js";
import { heatChart } from "../charts/heat.js";
import { idMap } from "../charts/id-map.js";
import { pathDiagram } from "../charts/path-diagram.js";
import { type StepSeries, stepChart } from "../charts/steps.js";
import { riskTable } from "../metrics/methods/event-table.js";
import { kaplanMeier, LOG_LOG_95 } from "../metrics/methods/kaplan-meier.js";

/** Days of a heat map of hours: two weeks show each weekday twice and fit a screen. */
const HEAT_DAYS = 14;

/** Records shown on either side of those opened tonight in a map of ids. */
const ID_MARGIN = 40;

/** The flag's chart, of the kind that fits its detector; null where there is none to draw. */
export function flagChart(flag: Flag, chart: FlagChart): Html | null {
  switch (chart.kind) {
    case "band":
      return chart.series.some(({ observed }) => observed !== null) ? band(flag, chart) : null;
    case "hours":
      return hours(flag, chart);
    case "ids":
      return ids(flag, chart);
    case "delays":
      return delays(flag, chart);
    case "path":
      return path(flag, chart);
    case "none":
      return null;
  }
}

function seen({ observed, unit, last_day, interval }: Flag): string {
  if (observed === null) return `no value on ${formatDay(last_day)}`;
  const ordinary = interval === null ? "" : `; ${formatInterval(interval[0], interval[1])} would be ordinary`;
  return `${formatNumber(observed)} ${unit ?? ""} on ${formatDay(last_day)}${ordinary}`;
}

function aboutOf(flag: Flag, rest: Omit<About, "at">): About {
  return { at: anchor("chart", flag.flag_id), ...rest };
}

function band(flag: Flag, { series }: Extract<FlagChart, { kind: "band" }>): Html {
  const unit = flag.unit ?? "";
  const n = series.filter(({ observed }) => observed !== null).length;
  return bandChart(
    aboutOf(flag, {
      title: `Observed and what would be ordinary: ${unit}`,
      description: `${seen(flag)}.`,
      rule: "Band: where 99 of 100 ordinary nights fall; dashed: what is expected. No mark: not active that day; hatched: not judged in this unit.",
      source: "access logs",
      n,
    }),
    {
      days: series.map((day) => ({ ...day, isAway: day.note === "not active" })),
      tonight: flag.last_day,
      unit,
    },
  );
}

function hours(flag: Flag, { days }: Extract<FlagChart, { kind: "hours" }>): Html {
  const shown = days.slice(-HEAT_DAYS);
  return heatChart(
    aboutOf(flag, {
      title: "Acts by hour of the person's own clock",
      description: `${seen(flag)}.`,
      rule: "Counts every act but log-outs and what the exchange itself records. Days without an act are left out.",
      source: "access logs, directory",
      n: shown.reduce((sum, { counts }) => sum + counts.reduce((all, one) => all + one, 0), 0),
    }),
    {
      rows: shown.map(({ day, counts }) => ({
        label: `${formatWeekday(day).slice(0, 3)} ${formatDayShort(day)}`,
        hours: counts,
        isTonight: day === flag.last_day,
      })),
      unit: "acts",
    },
  );
}

function ids(flag: Flag, { prefix, tonight, before }: Extract<FlagChart, { kind: "ids" }>): Html {
  const [low, high] = [Math.min(...tonight), Math.max(...tonight)];
  const first = Math.max(0, low - ID_MARGIN);
  const last = high + ID_MARGIN;
  return idMap(
    aboutOf(flag, {
      title: "Records of one register, by number",
      description: `${seen(flag)}.`,
      rule: `Every record whose id ends in a number, of the prefix most opened tonight${prefix === "" ? "" : `, ${prefix.slice(0, 24)}`}.`,
      source: "access logs",
      n: tonight.length,
    }),
    { first, last, tonight, before: before.filter((one) => one >= first && one <= last), unit: "record numbers" },
  );
}

function delays(flag: Flag, { split, lately, before }: Extract<FlagChart, { kind: "delays" }>): Html {
  const waits = [...lately, ...before].map(({ hours }) => hours);
  const end = Math.max(...waits, 1);
  const atRiskTimes = [0, 1, 2, 3, 4, 5].map((part) => (end * part) / 5);
  return stepChart(
    aboutOf(flag, {
      title: "Share of requests decided, by hours since they were made",
      description: `${seen(flag)}. Requests made from ${formatDay(split)} on, and in the half year before.`,
      rule: "Kaplan–Meier; decided is the first of approved, denied, withdrawn; open requests count as long as they were seen.",
      source: "sharing steps",
      n: waits.length,
    }),
    {
      series: [curve("lately", lately, atRiskTimes), curve("before", before, atRiskTimes)],
      atRiskTimes,
      timeUnit: "hours since the request",
      shareOf: "decided",
      atRiskOf: "still waiting",
    },
  );
}

function curve(name: string, waits: readonly Wait[], atRiskTimes: readonly number[]): StepSeries {
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
    label: `${name}, ${waits.length} requests`,
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

function path(flag: Flag, { nodes, links }: Extract<FlagChart, { kind: "path" }>): Html {
  return pathDiagram(
    aboutOf(flag, {
      title: "Who passed the material on to whom",
      description: "From where the material began, through who held it, to whom it went.",
      rule: "From the originator in the register through the holder's nation to the partner of the event.",
      source: "access logs, register of objects, directory",
      n: links.reduce((sum, { to, event_count }) => sum + (to.startsWith("2 ") ? event_count : 0), 0),
    }),
    {
      nodes: nodes.map(({ id, layer }) => ({ id, layer, label: id.slice(id.indexOf(" ") + 1) })),
      links: links.map(({ from, to, event_count }) => ({
        from,
        to,
        label: event_count === 1 ? "1 event" : `${formatNumber(event_count)} events`,
        state: to.startsWith("2 ") ? "not covered" : "unknown",
      })),
    },
  );
}
