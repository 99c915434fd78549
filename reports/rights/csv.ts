import type { RightsAudit } from "../../data/rights.js";
import { csvFile } from "../border/csv.js";

const COLUMNS = [
  "actor_id",
  "nation",
  "collection",
  "finding",
  "proposal",
  "granted_at",
  "expires_at",
  "last_used_day",
  "evidence",
] as const;

/** rights.csv: every right that the last audit would not leave as it is, one row each. */
export function rightsCsv({ rights }: RightsAudit): string {
  return csvFile(
    COLUMNS,
    rights.map((right) => COLUMNS.map((column) => right[column])),
  );
}
