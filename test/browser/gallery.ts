import { type Html, html, logged } from "../../reports/border/html.js";
import { anchor } from "../../reports/border/slug.js";
import { bandChart } from "../../reports/charts/band.js";
import { calendar } from "../../reports/charts/calendar.js";
import { dotChart } from "../../reports/charts/dots.js";
import { dayNumber, dayOf, formatP, formatShare } from "../../reports/charts/format.js";
import type { About } from "../../reports/charts/frame.js";
import { funnelChart } from "../../reports/charts/funnel.js";
import { heatChart } from "../../reports/charts/heat.js";
import { histogram } from "../../reports/charts/histogram.js";
import { idMap } from "../../reports/charts/id-map.js";
import { smallMultiples } from "../../reports/charts/multiples.js";
import { partitionBar } from "../../reports/charts/partition.js";
import { pathDiagram } from "../../reports/charts/path-diagram.js";
import { stepChart } from "../../reports/charts/steps.js";
import { xmrChart } from "../../reports/charts/xmr.js";
import { page } from "../../reports/page/document.js";
import * as parts from "../../reports/page/parts.js";
import { table } from "../../reports/page/table.js";

/** Where a name from a log would stand; the gallery is drawn with plain and with hostile ones. */
export type Namer = (plain: string) => string;

/** A fixed, uneven course of small whole numbers. */
const wave = (index: number, size: number) =>
  Math.round(size * (1 + 0.45 * Math.sin(index * 1.7) * Math.cos(index * 0.9)));
const about = (kind: string, title: string, description: string, n: number): About => ({
  at: anchor(kind),
  title,
  description,
  rule: "Counts each record once a day; refused rows are left out.",
  source: "access feed",
  n,
});

/** One of each chart, with all names through `name`. */
export function charts(name: Namer): readonly Html[] {
  const first = dayNumber("2026-04-06");
  const days = Array.from({ length: 59 }, (_, index) => {
    const isWeekend = index % 7 > 4;
    const isAway = index >= 29 && index <= 33;
    const observed = isAway ? null : index === 58 ? 94 : index === 57 ? 71 : wave(index, isWeekend ? 2 : 19);
    return {
      day: dayOf(first + index),
      observed,
      expected: isWeekend ? 2 : 20,
      low: isWeekend ? 0 : 6,
      high: isWeekend ? 8 : 38,
      note: isAway ? name("on leave") : null,
    };
  });
  const curve = (half: number) =>
    Array.from({ length: 41 }, (_, step) => {
      const share = 0.97 * (1 - 2 ** (-(step * 6) / half));
      return { time: step * 6, share, low: Math.max(0, share - 0.04 - step / 900), high: Math.min(1, share + 0.04) };
    });
  const atRiskTimes = [0, 48, 96, 144, 192, 240];
  const partners = [
    ["Ardenia", 0.87, 148, 0.81, 0.92],
    ["Belmora", 0.9, 121, 0.83, 0.94],
    ["Caldria", 0.83, 96, 0.74, 0.89],
    ["Dorvale", 0.66, 74, 0.54, 0.76],
    ["Elmark", 0.88, 60, 0.78, 0.94],
    ["Innismar", 0.67, 9, 0.35, 0.88],
  ] as const;
  const months = [
    "Jun 2025",
    "Jul 2025",
    "Aug 2025",
    "Sep 2025",
    "Oct 2025",
    "Nov 2025",
    "Dec 2025",
    "Jan 2026",
    "Feb 2026",
    "Mar 2026",
    "Apr 2026",
    "May 2026",
  ];
  const medians = [24, 27, 23, 25, 22, null, 24, 28, 23, 25, 41, 61];
  return [
    bandChart(
      about(
        "band",
        name("Records opened a day by A4a2d8a"),
        "94 on 3 June where 6 to 38 would be ordinary; none from 5 to 9 May, on leave.",
        1083,
      ),
      {
        days,
        tonight: "2026-06-03",
        episode: ["2026-06-02"],
        unit: "records opened a day",
      },
    ),
    stepChart(
      about(
        "steps",
        "Share of requests decided, by tier",
        "Half of routine requests are decided after 56 hours, of immediate ones after 5.",
        679,
      ),
      {
        series: [
          { name: name("immediate"), label: name("immediate 5 h (4–6)"), steps: curve(5), atRisk: [66, 1, 0, 0, 0, 0] },
          {
            name: name("priority"),
            label: name("priority 17 h (15–20)"),
            steps: curve(17),
            atRisk: [201, 31, 9, 3, 2, 2],
          },
          {
            name: name("routine"),
            label: name("routine 56 h (51–63)"),
            steps: curve(56),
            atRisk: [412, 205, 104, 51, 30, 19],
          },
        ],
        atRiskTimes,
        timeUnit: "hours since the request",
        shareOf: "decided",
        atRiskOf: "still waiting",
        target: { time: 72, label: name("target 72 h") },
      },
    ),
    heatChart(
      about(
        "heat",
        "When A343093 is active, by hour and day",
        "Ordinarily between 08 and 18 h; tonight 27 records between 01 and 04 h.",
        1411,
      ),
      {
        rows: [
          ...["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Weekend"].map((label, row) => ({
            label: name(label),
            hours: Array.from({ length: 24 }, (_, hour) =>
              row === 3 && hour > 20 ? null : hour >= 8 && hour < 18 && row < 5 ? wave(hour + row * 5, 12) : 0,
            ),
          })),
          {
            label: name("3 June"),
            isTonight: true,
            hours: Array.from({ length: 24 }, (_, hour) => (hour > 0 && hour < 5 ? hour * 3 : 0)),
          },
        ],
        unit: "records opened",
      },
    ),
    xmrChart(
      about(
        "xmr",
        name("Dorvale, median hours to decision"),
        "Two months beyond the limits of ordinary variation.",
        341,
      ),
      {
        points: months.map((label, index) => {
          const value = medians[index] ?? null;
          const before = medians[index - 1] ?? null;
          return {
            label,
            value,
            movingRange: value === null || before === null ? null : Math.abs(value - before),
            isSignal: value !== null && value > 33,
          };
        }),
        limits: { centre: 24.6, low: 16.1, high: 33.1, rangeHigh: 10.4 },
        isTrial: true,
        target: 48,
        unit: "hours",
      },
    ),
    funnelChart(
      about(
        "funnel",
        "Decided within target, each partner against its own number of requests",
        "Dorvale lies beyond the outer limits; the others differ by no more than chance.",
        508,
      ),
      {
        points: partners.map(([label, value, n], index) => ({
          label: name(label),
          n,
          value: index === 5 ? null : value,
          isOutside: label === "Dorvale",
        })),
        limits: Array.from({ length: 80 }, (_, index) => {
          const [n, p] = [(index + 1) * 2, 0.85];
          const [inner, outer] = [1.96, 3.09].map((z) => z * Math.sqrt((p * (1 - p)) / n));
          return {
            n,
            innerLow: Math.max(0, p - (inner ?? 0)),
            innerHigh: Math.min(1, p + (inner ?? 0)),
            outerLow: Math.max(0, p - (outer ?? 0)),
            outerHigh: Math.min(1, p + (outer ?? 0)),
          };
        }),
        centre: 0.85,
        unit: "decided within target",
        nUnit: "requests decided",
        format: formatShare,
      },
    ),
    dotChart(
      about(
        "dots",
        "Decided within target, with interval",
        "In order of names; intervals that overlap are not told apart.",
        508,
      ),
      {
        rows: [
          ...partners.map(([label, value, n, low, high]) => ({ label: name(label), value, low, high, n })),
          { label: name("Galvany"), value: null, low: null, high: null, n: 0, reason: name("no requests") },
        ],
        unit: "decided within target",
        nUnit: "Requests",
        target: 0.85,
        format: formatShare,
        domain: [0, 1],
      },
    ),
    histogram(about("histogram", "Working days to a decision", "Most within ten days; tonight's case took 47.", 620), {
      bins: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50].map((from, index) => ({
        from,
        to: index === 10 ? null : from + 5,
        count: index === 8 ? null : Math.round(220 / (1 + index * index * 0.4)),
      })),
      unit: "working days",
      countUnit: "requests",
      pointer: { value: 47, label: name("this request: 47 days") },
    }),
    idMap(
      about(
        "sweep",
        "Record numbers opened, 40,101 to 40,340",
        "An unbroken run of 61 numbers tonight; scattered ones before.",
        88,
      ),
      {
        first: 40_101,
        last: 40_340,
        tonight: Array.from({ length: 61 }, (_, index) => 40_160 + index),
        before: Array.from({ length: 27 }, (_, index) => 40_101 + ((index * 37) % 240)),
        unit: "record numbers",
      },
    ),
    pathDiagram(
      about(
        "path",
        "Where the product went",
        "Ardenia passed it to Belmora under an agreement, Belmora to Caldria under none.",
        3,
      ),
      {
        nodes: [
          { id: "h", label: name("Home"), layer: 0 },
          { id: "a", label: name("Ardenia"), layer: 1 },
          { id: "b", label: name("Belmora"), layer: 2 },
          { id: "c", label: name("Caldria"), layer: 3 },
        ],
        links: [
          { from: "h", to: "a", label: name("agreed"), state: "covered" },
          { from: "a", to: "b", label: name("agreed"), state: "covered" },
          { from: "b", to: "c", label: name("2 June"), state: "not covered" },
        ],
      },
    ),
    calendar(
      about("calendar", "Nights of May 2026", "Eleven leads and three exceptions; one night was not judged.", 31),
      {
        month: "2026-05-01",
        tonight: "2026-05-28",
        nights: Array.from({ length: 31 }, (_, index) => ({
          day: dayOf(dayNumber("2026-05-01") + index),
          leads: index === 12 ? null : index % 5 === 2 ? 1 + (index % 3) : 0,
          exceptions: index === 12 ? null : index % 9 === 7 ? 1 : 0,
          note: index === 12 ? name("vault feed missing") : null,
        })),
      },
    ),
    partitionBar(
      about(
        "partition",
        "What accounts for tonight's 94 records",
        "38 by a request, 15 by cover for a colleague; 41 remain unexplained.",
        94,
      ),
      {
        parts: [
          { label: name("covered by a request"), count: 38 },
          { label: name("cover for a colleague"), count: 15 },
          { label: name("unexplained"), count: 41, isStrong: true },
        ],
        unit: "records",
      },
    ),
    smallMultiples(
      about(
        "multiples",
        "Median hours to decision, by partner",
        "One scale for all; the last month of Dorvale asks for a look.",
        1212,
      ),
      {
        courses: partners.map(([label], row) => ({
          label: name(label),
          values: months.map((_, index) =>
            row === 2 && index > 3 && index < 6
              ? null
              : label === "Dorvale" && index === 11
                ? 61
                : wave(index + row * 3, 24),
          ),
          isLastStrong: label === "Dorvale",
        })),
        periods: months,
        unit: "hours",
        ordinary: { low: 14, high: 34 },
      },
    ),
  ];
}

/** A page with every part and chart. */
export function gallery(name: Namer = (plain) => plain): string {
  const flag = anchor("flag", name("F-1"));
  const queue = anchor("queue");
  const blind = anchor("blind");
  const [band, ...others] = charts(name);
  const rows = [
    [
      "1",
      html`<a href="${flag}">Did this person open far more than they usually do?</a><span class="second"> 94 records against a usual 20; 61 of them new to them</span>`,
      logged(name("A4a2d8a")),
      "2–3 Jun",
      formatP(2.4e-5),
      "high: SECRET, 5 partners",
      parts.badge("new", "lead"),
    ],
    [
      "2",
      "Was this person active at hours they never are?",
      logged(name("A343093")),
      "1–3 Jun",
      formatP(0.000102),
      "medium",
      parts.badge("strengthened", "lead"),
    ],
    [
      "R1",
      "Was this released to a nation outside its marking?",
      logged(name("A551dd4")),
      "3 Jun",
      "rule",
      "high",
      parts.badge("new", "rule"),
    ],
  ];
  const body = html`${parts.priceLine([
    { value: 3, label: "leads tonight, in rank order" },
    { value: "0.25", label: "expected tonight by chance alone; this year 31 leads, chance predicts 9.5" },
    { value: 1, label: "exception: a rule that did not hold" },
    { value: 3, label: html`things that could not be judged, <a href="${blind}">listed below</a>` },
  ])}<p>A lead is a question, not a finding. Nobody named here is said to have done anything wrong.</p>
${parts.shortLists([
  {
    title: "What changed",
    items: [
      html`<strong>${name("Dorvale")} waits longer.</strong> Median 61 h since May, 24 h before (difference 26–49 h).`,
      "Incidents fell to 1 a month since March, from 3.",
    ],
    none: "nothing",
  },
  {
    title: "What misses its target",
    items: [html`${name("Dorvale")}: 66 % in time (54–76 %), target 85 %.`],
    none: "nothing",
  },
  { title: "What cannot be told", items: [], none: "Everything could be told." },
])}
${parts.section(queue, "Queue", table({ at: anchor("queue-table"), caption: "Leads and exceptions, ranked apart", note: "Rank 1 is to be read first.", isStacked: true, columns: [{ head: "#", isTight: true }, { head: "Question" }, { head: "Who" }, { head: "Days", isTight: true }, { head: "As unusual as", isNumber: true }, { head: "Consequence" }, { head: "State" }], rows }))}
${parts.card({
  at: flag,
  title: "1 · Did this person open far more than they usually do?",
  badge: parts.badge("new", "lead"),
  tone: "lead",
  meta: html`${logged(name("A4a2d8a"))} · analyst, unit U08 · 2–3 June 2026 · ${formatP(2.4e-5)} nights`,
  body: html`<p class="lead-in">On 3 June ${logged(name("A4a2d8a"))} opened <strong>94 records where 6 to 38 would be ordinary</strong> for a Wednesday; 61 had not been opened by them before.</p>${band ?? null}${parts.sides(
    {
      title: "What speaks for a closer look",
      body: parts.list([
        "4.7 × the usual; two days running",
        html`Among 23 colleagues the next highest is 41, ${logged(name("A12c"))}`,
      ]),
    },
    {
      title: "What could explain it",
      body: parts.checks([
        { statement: "Holiday or change of clock", answer: "no", detail: null },
        {
          statement: html`Cover for a colleague: ${logged(name("A12c99"))}`,
          answer: "partly",
          detail: "absent since 1 June; explains about 15 records a day",
        },
        { statement: "Declared exercise", answer: "unknown", detail: "no exercises feed" },
        { statement: "A request that covers the records", answer: "yes", detail: name("R-2211") },
      ]),
    },
  )}${parts.disclosure(
    "94 events, how they are selected, and how this is judged",
    html`<pre>SELECT event_id FROM event WHERE actor_id = $actor_id AND day = $day ORDER BY event_id</pre>${parts.definitions(
      [
        { term: "Detector", detail: "volume surge" },
        { term: "Entity", detail: logged(name("A4a2d8a")) },
      ],
    )}`,
  )}`,
})}
${parts.section(
  anchor("figures"),
  "Key figures",
  parts.keyFigures([
    { name: "Decided within target", value: "86 %", interval: "83–89 %", n: "of 508 requests decided" },
    { name: "Exceptions per 1,000 releases", value: "1.9", interval: "0.4–5.6", n: "3 in 1,562 releases" },
  ]),
)}
${parts.section(anchor("charts"), "Charts", html`${others}`)}
${parts.section(
  anchor("beside"),
  "Protection beside timeliness",
  table({
    at: anchor("beside-table"),
    caption: "Both sides for each partner",
    note: "In order of names.",
    columns: [
      { head: "Partner" },
      { head: "Decided in time", isNumber: true },
      { head: "Releases", isNumber: true },
      { head: "Verdict" },
    ],
    rows: [
      [name("Ardenia"), "87 % (81–92)", 131, parts.verdict("stable")],
      [name("Dorvale"), "66 % (54–76)", 52, parts.verdict("worsening")],
      [name("Innismar"), "67 % (35–88)", 6, parts.verdict("cannot tell")],
    ],
  }),
)}
${parts.section(blind, "What could not be judged", html`${parts.note("The portal log is silent for 2.1 hours", html`3 June, 10:40 to 12:46. No detector that needs it read this as normal: ${logged(name("portal"))}.`)}`)}`;
  return page({
    title: `Gallery ${name("A4a2d8a")}`,
    marking: "EXAMPLE — FICTIONAL NATIONS AND PEOPLE",
    heading: "Flags for the night of Wednesday 3 June 2026",
    standfirst: html`Home XHM, Europe/Paris · 2,214 people, 9 partners, 3 logs · settings ${logged(name("7c1e"))}`,
    about: "Night of 3 June 2026",
    contents: [
      { label: "Queue", to: queue },
      { label: "Charts", to: anchor("charts") },
      { label: "What could not be judged", to: blind },
    ],
    body,
    colophon: "Every figure can be derived again: sharewatch verify --recompute.",
  });
}
