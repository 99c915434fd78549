import { readFileSync, writeFileSync } from "node:fs";
import { settingsSchema } from "../../data/settings/schema.js";
import { withTables } from "./tables.js";

/** What is generated into the checkout, by the word that asks for it; run from its root. */
const GENERATED: Readonly<Record<string, () => void>> = {
  readme: () => writeFileSync("README.md", withTables(readFileSync("README.md", "utf8"))),
  schema: () => writeFileSync("data/settings/settings.schema.json", settingsSchema()),
};

for (const word of process.argv.slice(2)) GENERATED[word]?.();
