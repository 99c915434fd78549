import { type Html, html } from "../border/html.js";
import { dayNumber, dayOf, formatDay, formatMonth, formatNumber, formatWeekday } from "./format.js";
import { type About, type Canvas, type Drawing, figure, LETTER, line, rect, text } from "./frame.js";

/** One night: how many flags, or null where it was not judged. */
export interface CalendarNight {
  readonly day: string;
  readonly leads: number | null;
  readonly exceptions: number | null;
  readonly note?: string | null;
}

export interface CalendarData {
  /** Any day of the month that is shown. */
  readonly month: string;
  readonly nights: readonly CalendarNight[];
  readonly tonight: string | null;
  /** 1 = Monday (ISO 8601) … 7 = Sunday. */
  readonly weekStart?: number;
}

/** A month of nights: leads as triangles, exceptions as squares, each with its number; a night not judged is crossed out. */
export function calendar(about: About, data: CalendarData): Html {
  const days = daysOf(data.month);
  const byDay = new Map(data.nights.map((night) => [night.day, night]));
  return figure(about, (canvas) => draw(data, days, byDay, canvas), {
    columns: [
      { head: "Night" },
      { head: "Leads", isNumber: true },
      { head: "Exceptions", isNumber: true },
      { head: "Remark" },
    ],
    rows: days.map((day) => {
      const night = byDay.get(day);
      const count = (value: number | null | undefined) =>
        value === null || value === undefined ? "not judged" : formatNumber(value);
      return [formatDay(day), count(night?.leads), count(night?.exceptions), night?.note ?? ""];
    }),
  });
}

/** All days of the month that a day lies in. */
function daysOf(day: string): readonly string[] {
  const first = dayNumber(`${day.slice(0, 7)}-01`);
  return Array.from({ length: 31 }, (_, index) => dayOf(first + index)).filter(
    (one) => one.slice(0, 7) === day.slice(0, 7),
  );
}

/** 0 … 6 from the first day of the week. 1970-01-01 was a Thursday. */
function columnOf(day: string, weekStart: number): number {
  const isoWeekday = (((dayNumber(day) + 3) % 7) + 7) % 7;
  return (isoWeekday - (weekStart - 1) + 7) % 7;
}

function draw(
  data: CalendarData,
  days: readonly string[],
  byDay: ReadonlyMap<string, CalendarNight>,
  { width, isNarrow }: Canvas,
): Drawing {
  const weekStart = data.weekStart ?? 1;
  const grid = Math.min(width, 620);
  const [wide, high, top] = [grid / 7, isNarrow ? 44 : 50, 46];
  const offset = columnOf(days[0] ?? data.month, weekStart);
  const heads = days.slice(0, 7).map((day) => {
    const x = columnOf(day, weekStart) * wide + 7;
    return text(x, top - 8, formatWeekday(day).slice(0, isNarrow ? 2 : 3));
  });
  const cells = days.map((day, index) => {
    const place = offset + index;
    const [x, y] = [(place % 7) * wide, top + Math.floor(place / 7) * high];
    const night = byDay.get(day);
    const isJudged = night !== undefined && night.leads !== null && night.exceptions !== null;
    const isTonight = day === data.tonight;
    const box = rect(
      x + 1.5,
      y + 1.5,
      wide - 3,
      high - 3,
      isJudged ? "empty" : "gap",
      isJudged ? null : `${formatDay(day)}: not judged`,
    );
    const number = text(x + 7, y + 16, String(index + 1), isTonight ? { look: "strong" } : {});
    const ring = isTonight ? rect(x + 1.5, y + 1.5, wide - 3, high - 3, "ring") : null;
    const crossed = isJudged ? null : line(x + wide - 16, y + high - 8, x + wide - 8, y + high - 16, "axis");
    const counts = isJudged ? flagsOf(night, x + 7, y + high - 10, isNarrow) : null;
    return html`${box}${number}${ring}${crossed}${counts}`;
  });
  const bottom = top + Math.ceil((offset + days.length) / 7) * high + 20;
  const [boxedX, boxedY] = isNarrow ? [0, bottom + 18] : [320, bottom];
  const boxed = data.tonight === null ? null : text(boxedX, boxedY, "boxed: tonight");
  const key = html`${text(0, bottom, "▲ leads", { look: "tonight" })}${text(72, bottom, "■ exceptions", { look: "rule" })}${text(172, bottom, "crossed: not judged")}${boxed}`;
  return {
    height: (isNarrow ? bottom + 18 : bottom) + 8,
    marks: html`${text(0, 14, formatMonth(data.month), { look: "strong" })}${heads}${cells}${key}`,
  };
}

/** Leads and exceptions side by side; in narrow cells the exceptions stand beside the day's number. */
function flagsOf({ leads, exceptions }: CalendarNight, x: number, y: number, isNarrow: boolean): Html {
  const write = (count: number) => (count > 99 ? "99+" : String(count));
  const hasLeads = leads !== null && leads > 0;
  const shift = hasLeads && !isNarrow ? (write(leads).length + 1) * LETTER + 8 : 0;
  const first = hasLeads ? text(x, y, `▲${write(leads)}`, { look: "tonight" }) : null;
  const second =
    exceptions === null || exceptions === 0
      ? null
      : text(isNarrow ? x + 17 : x + shift, isNarrow ? y - 18 : y, `■${write(exceptions)}`, { look: "rule" });
  return html`${first}${second}`;
}
