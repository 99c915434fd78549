import { expect, it } from "vitest";
import { markdownTable } from "../../data/markdown.js";

it("a cell's own bar does not begin another cell", () => {
  expect(markdownTable(["a", "b"], [["x|y", "z"]])).toBe("| a | b |\n| --- | --- |\n| x\\|y | z |\n");
});
