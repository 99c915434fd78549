import type { Flag, FlagEntity } from "../../data/flag.js";
import { csvFile } from "../border/csv.js";

const COLUMNS = [
  "flag_id",
  "night",
  "queue",
  "rank",
  "state",
  "detector",
  "detectors",
  "entity_type",
  "entity_id",
  "related",
  "first_day",
  "last_day",
  "p_value",
  "observed",
  "expected",
  "interval_low",
  "interval_high",
  "unit",
  "question",
  "summary",
  "innocent_explanations",
  "would_refute",
  "event_ids",
  "event_count",
] as const;

const named = ({ entity_type, entity_id }: FlagEntity): string => `${entity_type} ${entity_id}`;

/** flags.csv: the flags of flags.jsonl, one row each; lists are joined by "; ", cells that a spreadsheet would run are defused. */
export function flagsCsv(flags: readonly Flag[]): string {
  return csvFile(
    COLUMNS,
    flags.map((flag) => [
      flag.flag_id,
      flag.night,
      flag.queue,
      flag.rank,
      flag.state,
      flag.detector,
      flag.detectors.map(({ detector }) => detector).join("; "),
      flag.entity_type,
      flag.entity_id,
      flag.related.map(named).join("; "),
      flag.first_day,
      flag.last_day,
      flag.p_value,
      flag.observed,
      flag.expected,
      flag.interval?.[0] ?? null,
      flag.interval?.[1] ?? null,
      flag.unit,
      flag.question,
      flag.summary,
      flag.innocent_explanations.map(({ explanation, holds }) => `${explanation}: ${holds}`).join("; "),
      flag.would_refute.join("; "),
      flag.event_ids.join("; "),
      flag.event_count,
    ]),
  );
}
