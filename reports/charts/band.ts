import { scaleLinear, scaleSymlog } from "d3-scale";
import { area, line as shapeLine } from "d3-shape";
import { type Html, html } from "../border/html.js";
import { axisRoom, dayAxis, type Plot, tickFormat, valueAxis } from "./axes.js";
import { dayNumber, formatDay, formatDayShort, formatInterval, formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, LETTER, path, rect, text } from "./frame.js";
import { widthOf } from "./letters.js";

/** From this ratio of the highest mark to the highest ordinary value on, the band would be a hairline: a log scale is used. */
const RATIO_FOR_LOG = 40;

/** One day: what was observed and what would have been ordinary, in the chart's unit; null is not known. */
export interface BandDay {
  readonly day: string;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Why there is no value, or what was special. */
  readonly note?: string | null;
  /** Nothing happened, which is not the same as not seen: the ground stays plain. */
  readonly isAway?: boolean;
}

export interface BandData {
  /** Ascending, without holes: a day without a value is a row with null. */
  readonly days: readonly BandDay[];
  /** The night judged: the one strong mark. */
  readonly tonight: string;
  /** Earlier days of the same episode. */
  readonly episode?: readonly string[];
  /** "records opened a day". */
  readonly unit: string;
  /** What the band is, where it is not what would have been ordinary. */
  readonly bandName?: string;
}

/** Observed against expected over days: the ordinary as a band, tonight as the one strong mark, labelled where it stands. */
export function bandChart(about: About, data: BandData): Html {
  const known = data.days.filter(({ observed }) => observed !== null);
  return figure(about, known.length === 0 ? `${NO_DATA} for these days` : (canvas) => draw(data, canvas), {
    columns: [
      { head: "Day" },
      { head: `Observed, ${data.unit}`, isNumber: true },
      { head: "Expected", isNumber: true },
      { head: data.bandName ?? "Ordinary", isNumber: true },
      { head: "Remark" },
    ],
    ...(data.days.some(({ isAway }) => isAway === true)
      ? { note: "Days on which nothing was done are left out." }
      : {}),
    rows: data.days
      .filter(({ isAway }) => isAway !== true)
      .map(({ day, observed, expected, low, high, note }) => [
        formatDay(day),
        formatOrNone(observed),
        formatOrNone(expected),
        low === null || high === null ? NO_DATA : formatInterval(low, high),
        note ?? "",
      ]),
  });
}

function draw(data: BandData, { width, isNarrow }: Canvas): Drawing {
  const { days, tonight, episode = [] } = data;
  const ordinary = days.flatMap(({ high, expected }) => [high ?? 0, expected ?? 0]);
  const highest = Math.max(...days.map(({ observed }) => observed ?? 0), ...ordinary, 1);
  const isLog = Math.max(...ordinary) > 0 && highest / Math.max(...ordinary) > RATIO_FOR_LOG;
  const ticks = isLog ? powersUpTo(highest) : scaleLinear([0, highest], [0, 1]).nice(4).ticks(4);
  const format = tickFormat(0, ticks.at(-1) ?? highest, 4);
  const label = labelOf(data);
  const room = isNarrow ? 8 : Math.max(70, (label?.words.length ?? 0) * (LETTER + 0.6) + 14);
  const plot: Plot = { left: axisRoom(ticks.map(format)), right: width - room, top: 30, bottom: isNarrow ? 190 : 230 };
  const top = Math.max(highest, ticks.at(-1) ?? highest);
  const y = isLog ? scaleSymlog([0, top], [plot.bottom, plot.top]) : scaleLinear([0, top], [plot.bottom, plot.top]);
  const numbers = days.map(({ day }) => dayNumber(day));
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const x = scaleLinear(first === last ? [first - 1, last + 1] : [first, last], [
    plot.left + 8,
    plot.right - (isNarrow ? 14 : 8),
  ]);
  const at = (day: BandDay) => x(dayNumber(day.day));

  const hasBand = (day: BandDay) => day.low !== null && day.high !== null;
  const band = area<BandDay>()
    .digits(1)
    .defined(hasBand)
    .x(at)
    .y0((day) => y(day.low ?? 0))
    .y1((day) => y(day.high ?? 0));
  const edge = (side: "low" | "high") =>
    shapeLine<BandDay>()
      .digits(1)
      .defined(hasBand)
      .x(at)
      .y((day) => y(day[side] ?? 0));
  const usual = shapeLine<BandDay>()
    .digits(1)
    .defined(({ expected }) => expected !== null)
    .x(at)
    .y((day) => y(day.expected ?? 0));
  const strong = new Set([tonight, ...episode]);
  const marks = days.map((day) => {
    if (day.observed === null) return null;
    const isTonight = day.day === tonight;
    const radius = isTonight ? 5.5 : strong.has(day.day) ? 4 : 2.6;
    return circle(at(day), y(day.observed), radius, strong.has(day.day) ? "tonight" : "mark");
  });
  const drawing = html`${gaps(days, at, plot)}${path(band([...days]), "band")}${path(edge("high")([...days]), "edge")}${path(edge("low")([...days]), "edge")}${valueAxis(
    y,
    plot,
    { ticks, format, unit: isLog ? `${data.unit} (logarithmic scale)` : data.unit },
  )}${path(usual([...days]), "usual")}${dayAxis(
    days.map(({ day }) => day),
    x,
    plot,
    isNarrow ? 3 : 7,
  )}${marks}${label === null ? null : labels(data, label, { x, y, isNarrow, plot })}`;
  return { height: plot.bottom + 28, marks: drawing };
}

function powersUpTo(highest: number): number[] {
  const ticks = [0, 1];
  while ((ticks.at(-1) ?? 1) < highest) ticks.push((ticks.at(-1) ?? 1) * 10);
  const every = Math.ceil(ticks.length / 6);
  return ticks.filter((_, index) => index === 0 || (ticks.length - 1 - index) % every === 0);
}

interface Label {
  readonly words: string;
  readonly value: number;
  readonly expected: number | null;
}

function labelOf({ days, tonight }: BandData): Label | null {
  const day = days.find(({ day }) => day === tonight);
  if (day === undefined || day.observed === null) return null;
  return { words: `${formatNumber(day.observed)} tonight`, value: day.observed, expected: day.expected };
}

function labels(
  { tonight }: BandData,
  { words, value, expected }: Label,
  place: {
    readonly x: (v: number) => number;
    readonly y: (v: number) => number;
    readonly isNarrow: boolean;
    readonly plot: Plot;
  },
): Html {
  const [x, y] = [place.x(dayNumber(tonight)), place.y(value)];
  if (place.isNarrow)
    return text(place.plot.right, Math.max(place.plot.top - 2, y - 11), words, { at: "end", look: "tonight" });
  const usualY = expected === null ? null : place.y(expected);
  const isNear = usualY !== null && Math.abs(usualY - y) < 16;
  return html`${text(x + 12, y + 4, words, { look: "tonight" })}${
    usualY === null || expected === null
      ? null
      : text(x + 12, (isNear ? y + (usualY >= y ? 16 : -16) : usualY) + 4, `usual ${formatNumber(expected)}`)
  }`;
}

/** Runs of days without a value, as a ground of their own that says so. */
function gaps(days: readonly BandDay[], at: (day: BandDay) => number, plot: Plot): Html {
  const runs: BandDay[][] = [];
  for (const [index, day] of days.entries()) {
    if (day.observed !== null || day.isAway === true) continue;
    const run = runs.at(-1);
    if (run !== undefined && index > 0 && days[index - 1] === run.at(-1)) run.push(day);
    else runs.push([day]);
  }
  const [first, second] = days;
  const half = first !== undefined && second !== undefined ? (at(second) - at(first)) / 2 : 12;
  return html`${runs.map((run) => {
    const [from, to] = [run[0], run.at(-1)];
    if (from === undefined || to === undefined) return null;
    const [left, right] = [Math.max(plot.left, at(from) - half), Math.min(plot.right, at(to) + half)];
    const said = from.note ?? NO_DATA;
    const span = from === to ? formatDayShort(from.day) : `${formatDayShort(from.day)} – ${formatDayShort(to.day)}`;
    const words =
      widthOf(said) <= right - left + LETTER ? text((left + right) / 2, plot.top + 14, said, { at: "middle" }) : null;
    return html`${rect(left, plot.top, right - left, plot.bottom - plot.top, "gap", `${span}: ${said}`)}${words}`;
  })}`;
}
