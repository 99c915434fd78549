import { type Html, html, logged, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatInterval, formatNumber } from "../charts/format.js";
import { histogram } from "../charts/histogram.js";
import { table } from "../page/table.js";
import type { OversightReport } from "./report.js";
import { shareWords } from "./words.js";

/** What the estimates from the audit are called, by their names in the store. */
const QUANTITIES: Readonly<Record<string, { readonly words: string; readonly isShare: boolean }>> = {
  precision_listed: { words: "listed leads that were confirmed, of those decided", isShare: true },
  precision_with_hidden: { words: "the same, with suppressed leads counted in", isShare: true },
  concerns_suppressed: { words: "confirmed concerns that suppressions hid", isShare: false },
  concerns_missed: { words: "confirmed concerns that no list had", isShare: false },
  miss_rate: { words: "concerns suppressed or missed, of all concerns", isShare: true },
};

/** Where the bins of a flag's age begin: tonight, a day, then doubling to a month. */
const AGE_DAYS = [0, 1, 2, 4, 8, 16, 32] as const;

/** How old the undecided flags are, how often each detector was right, and what the lists miss. */
export function reviewTables(report: OversightReport): Html {
  return html`${ages(report)}${precision(report)}${detection(report)}`;
}

function ages({ exhibits }: OversightReport): Html {
  const days = exhibits.untouched.map(({ age_days }) => age_days);
  const bins = AGE_DAYS.map((from, index) => {
    const to = AGE_DAYS[index + 1] ?? null;
    return { from, to, count: days.filter((age) => age >= from && (to === null || age < to)).length };
  });
  return histogram(
    {
      at: anchor("chart-untouched"),
      title: "How many days undecided flags have stood",
      description:
        days.length === 0
          ? "No flag waits for a decision."
          : `${formatNumber(days.length)} flags wait for a decision; the oldest has stood ${formatNumber(Math.max(...days))} days.`,
      rule: "Flags with no standing decision at the end of the night, whenever they were first listed, by the days since; blind audit cases aside. 0 is a flag of the night itself.",
      source: "flags, decisions",
      n: days.length,
    },
    { bins, unit: "days", countUnit: "flags", pointer: null },
  );
}

function precision({ exhibits }: OversightReport): Html {
  return table({
    at: anchor("precision"),
    caption: "How often each detector’s leads were confirmed",
    note: "From the decisions of the last half-year, by whom the lead was about. Where few have been decided the estimate leans on the price of a lead; the interval holds the share with a chance of 90 %. It orders the list and never decides what stands in it.",
    columns: [
      { head: "Detector" },
      { head: "Leads about" },
      { head: "Confirmed, of decided", isNumber: true },
      { head: "Estimate", isNumber: true },
      { head: "90 % interval", isNumber: true },
    ],
    rows: exhibits.precision.map(
      ({ detector, stratum, confirmed_count, decided_count, estimate, low, high }): Part[] => [
        logged(detector),
        logged(stratum),
        `${formatNumber(confirmed_count)} of ${formatNumber(decided_count)}`,
        shareWords(estimate),
        formatInterval(low, high, shareWords),
      ],
    ),
    isStacked: true,
    none: "No lead has been decided yet: how often the detectors are right cannot be told.",
  });
}

function detection({ exhibits }: OversightReport): Html {
  const isTold = exhibits.detection.some(({ sampled_count }) => sampled_count > 0);
  const decided = isTold ? exhibits.detection : [];
  return table({
    at: anchor("detection"),
    caption: "What the lists get right, and what they miss",
    note: "Some cases that no list had are shown to reviewers blind among the leads; each stands for as many as its chance of being drawn says.",
    columns: [
      { head: "Estimate of" },
      { head: "Value", isNumber: true },
      { head: "90 % interval", isNumber: true },
      { head: "Cases decided", isNumber: true },
      { head: "How" },
    ],
    rows: decided.map(({ quantity, value, low, high, sampled_count, note }): Part[] => {
      const { words, isShare } = QUANTITIES[quantity] ?? { words: quantity, isShare: false };
      const format = isShare ? shareWords : (count: number) => formatNumber(count);
      const isKnown = value !== null && sampled_count > 0;
      return [
        words,
        isKnown ? format(value) : "cannot be told",
        isKnown && low !== null && high !== null ? formatInterval(low, high, format) : "none",
        formatNumber(sampled_count),
        note,
      ];
    }),
    isStacked: true,
    none: "No case has been decided yet: what the lists get right and miss cannot be told.",
  });
}
