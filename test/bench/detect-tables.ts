import { group, median } from "d3-array";
import type { Finding, Score } from "./truth.js";

/** Patterns that break a rule outright: exceptions find them, and no statistics are asked for. */
const PURE_RULES = new Set(["releasability", "onward", "self_approval", "lapsed_agreement", "retention", "log_gap"]);

/** Patterns that build up over weeks: their days to find are reported apart from those of bursts. */
const SLOW = new Set(["slow_drip", "delay", "reciprocity", "request_mix"]);

const share = (part: number, whole: number): string => (whole === 0 ? "–" : (part / whole).toFixed(2));

/** A text table: cells padded to their columns, the first to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .map((line) => `  ${line.trimEnd()}\n`)
    .join("");
}

/** Found of planted and days to find, by type of scenario. */
export function findingsTable({ findings }: Score): string {
  const rows = [...group(findings, ({ scenario }) => scenario.type)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, own]) => [type, `${found(own).length}/${own.length}`, own.map(daysOf).join(" ")]);
  return table([["type", "found", "days to find"], ...rows]);
}

/** The figures that have a goal. */
export function summary({ findings, leads, exceptions }: Score, nights: number, expected: number): string {
  const statistical = findings.filter(({ scenario }) => !PURE_RULES.has(scenario.type));
  const days = (isSlow: boolean) =>
    found(statistical.filter(({ scenario }) => SLOW.has(scenario.type) === isSlow)).map(
      ({ daysToFind }) => daysToFind ?? 0,
    );
  const wrong = leads.listed - leads.right;
  return table([
    [
      "statistical scenarios found",
      `${found(statistical).length}/${statistical.length}`,
      share(found(statistical).length, statistical.length),
    ],
    ["median days to find, bursts", String(median(days(false)) ?? "–"), ""],
    ["median days to find, slow patterns", String(median(days(true)) ?? "–"), ""],
    ["precision of leads", `${leads.right}/${leads.listed}`, share(leads.right, leads.listed)],
    ["precision of exceptions", `${exceptions.right}/${exceptions.listed}`, share(exceptions.right, exceptions.listed)],
    ["leads a night", String(leads.listed), share(leads.listed, nights)],
    ["false leads a night", String(wrong), share(wrong, nights)],
    ["expected by chance", expected.toFixed(1), share(expected, nights)],
  ]);
}

/** Flags that match no scenario, by entity: where false leads come from. */
export function wrongTable({ wrong }: Score): string {
  const rows = [...group(wrong, ({ entity_id, detector }) => `${entity_id} ${detector}`)].map(([name, own]) => [
    name,
    String(own.length),
    own[0]?.night ?? "",
    Math.min(...own.map(({ p_value }) => p_value ?? 1)).toExponential(1),
  ]);
  return rows.length === 0 ? "" : table([["flags without a scenario", "nights", "first", "smallest p"], ...rows]);
}

function found(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ daysToFind }) => daysToFind !== null);
}

const daysOf = ({ daysToFind }: Finding): string => (daysToFind === null ? "missed" : String(daysToFind));
