import { expect, it } from "vitest";
import { detectors } from "../../detectors/index.js";
import { rules } from "../../detectors/rules/index.js";
import { readme, withGenerated } from "./readme.js";

it("the README's tables are those that the cards give (npm run readme writes them)", () => {
  const text = readme();
  for (const { id } of [...detectors, ...rules]) expect(text).toContain(`\`${id}\``);
  expect(withGenerated(text)).toBe(text);
});
