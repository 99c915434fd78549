import { writeFileSync } from "node:fs";
import { settingsSchema } from "../../data/settings/schema.js";

/** Publishes the settings' JSON Schema: `npm run schema`. */
writeFileSync(new URL("../../../data/settings/settings.schema.json", import.meta.url), settingsSchema());
