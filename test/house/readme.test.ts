import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { detectors } from "../../detectors/index.js";
import { rules } from "../../detectors/rules/index.js";
import { withTables } from "./tables.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

it("the tables in the readme are what the cards, the policy and the settings say: npm run readme writes them", () => {
  expect(withTables(readme)).toBe(readme);
  for (const { id } of [...detectors, ...rules]) expect(readme).toContain(`| ${id} |`);
});
