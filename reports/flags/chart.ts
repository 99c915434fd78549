import type { FlagChart } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Html } from "../border/html.js";
import { bandChart } from "../charts/band.js";
import { formatDayShort, formatNumber, formatWeekday } from "../charts/format.js";
import { heatChart } from "../charts/heat.js";
import { histogram } from "../charts/histogram.js";
import { idMap } from "../charts/id-map.js";
import { pathDiagram } from "../charts/path-diagram.js";
import { aboutOf, seen } from "./about.js";
import { delays } from "./delays.js";

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
    case "pauses":
      return pauses(flag, chart);
    case "delays":
      return delays(flag, chart);
    case "path":
      return path(flag, chart);
    case "none":
      return null;
  }
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

const HOURS_OF = {
  person: {
    title: "Acts by hour of the person's own clock",
    rule: "Counts every act but log-outs and what the exchange itself records. Days without an act are left out.",
    source: "access logs, directory",
    unit: "acts",
  },
  source: {
    title: "Records of this log by hour of the home zone",
    rule: "Counts every record. Days without a record are left out.",
    source: "access logs",
    unit: "records",
  },
} as const;

function hours(flag: Flag, { of, days }: Extract<FlagChart, { kind: "hours" }>): Html {
  const { unit, ...about } = HOURS_OF[of];
  const shown = days.slice(-HEAT_DAYS);
  return heatChart(
    aboutOf(flag, {
      ...about,
      description: `${seen(flag)}.`,
      n: shown.reduce((sum, { counts }) => sum + counts.reduce((all, one) => all + one, 0), 0),
    }),
    {
      rows: shown.map(({ day, counts }) => ({
        label: `${formatWeekday(day).slice(0, 3)} ${formatDayShort(day)}`,
        hours: counts,
        isTonight: day === flag.last_day,
      })),
      unit,
    },
  );
}

/** Ends of the classes of pauses, seconds: each about twice the one before, in the steps that clocks are read in. */
const PAUSE_ENDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600];

function pauses(flag: Flag, { seconds }: Extract<FlagChart, { kind: "pauses" }>): Html {
  const bins = [0, ...PAUSE_ENDS].map((from, i) => {
    const to = PAUSE_ENDS[i] ?? null;
    return { from, to, count: seconds.filter((one) => one >= from && (to === null || one < to)).length };
  });
  return histogram(
    aboutOf(flag, {
      title: "Pauses between one act and the next",
      description: `${seen(flag)}.`,
      rule: "Every pause between two acts of the day, in classes that grow about twofold: people's pauses spread over many, a script's fall into one or two.",
      source: "access logs",
      n: seconds.length,
    }),
    { bins, unit: "seconds", countUnit: "pauses", pointer: null },
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

function path(flag: Flag, { nodes, links }: Extract<FlagChart, { kind: "path" }>): Html {
  return pathDiagram(
    aboutOf(flag, {
      title: "Where the material began, who held it, and to whom it went",
      description: "Nations, from left to right, with the number of named events on each way.",
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
        state: !to.startsWith("2 ") ? "recorded" : flag.queue === "exceptions" ? "not covered" : "unknown",
      })),
    },
  );
}
