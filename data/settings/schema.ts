import { z } from "zod";
import { settingsShape } from "./shape.js";

/** The JSON Schema of the settings file, as published beside it so that editors complete and check it. */
export function settingsSchema(): string {
  const schema = z.toJSONSchema(settingsShape, { io: "input" });
  return `${JSON.stringify({ title: "Sharewatch settings", ...schema }, null, 2)}\n`;
}
