import { SHIPPED_PACK } from "../../data/policy/shipped.js";
import { dutyTable } from "../../data/policy/table.js";
import { settingsTable } from "../../data/settings/table.js";
import { detectors } from "../../detectors/index.js";
import { rules } from "../../detectors/rules/index.js";
import { ruleTable } from "../../detectors/rules/table.js";
import { detectorTable } from "../../detectors/table.js";

const TABLES: Readonly<Record<string, () => string>> = {
  detectors: () => detectorTable(detectors),
  duties: () => dutyTable(SHIPPED_PACK.duties),
  rules: () => ruleTable(rules),
  settings: () => settingsTable(),
};

/** A text with every table between `<!-- table: NAME -->` and `<!-- end -->` written anew from the cards. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- table: ([a-z]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, begin: string, name: string, end) => {
      const table = TABLES[name];
      return table === undefined ? whole : `${begin}\n${table()}\n${String(end)}`;
    },
  );
}
