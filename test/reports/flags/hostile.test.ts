import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { beforeAll, describe, expect, it } from "vitest";
import { flagShape } from "../../../data/flag.js";
import { HOSTILE } from "../hostile.js";
import { writeHostileFeeds } from "./hostile-night.js";
import { runNight } from "./world.js";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function elements(root: Node): Element[] {
  const own = "tagName" in root ? [root] : [];
  return "childNodes" in root ? [...own, ...root.childNodes.flatMap(elements)] : own;
}

/** What the page is built of: anything else would have come from a log. */
const OURS =
  /^(html|head|body|meta|style|title|script|a|header|main|footer|nav|section|article|h[1-4]|p|div|span|strong|bdi|br|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|details|summary|figure|figcaption|pre|code|svg|desc|text|line|rect|circle|path|polygon|g)$/;

describe("a night whose every text field of every feed is hostile", () => {
  let files: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    const night = await runNight(writeHostileFeeds());
    const read = (name: string) => night.get(name) ?? "";
    files = { html: read("flags.html"), jsonl: read("flags.jsonl"), csv: read("flags.csv") };
  }, 240_000);

  it("is made of at least 200 strings, and gives leads", () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(200);
    expect((files.jsonl ?? "").trim().split("\n").length).toBeGreaterThanOrEqual(6);
  });

  it("puts no element, handler or address of its own into the page", () => {
    const all = elements(parse(files.html ?? ""));
    expect(all.map(({ tagName }) => tagName).filter((name) => !OURS.test(name))).toEqual([]);
    const attributes = all.flatMap(({ attrs }) => attrs.map(({ name, value }) => ({ name, value })));
    expect(attributes.filter(({ name }) => /^on|^(src|style|srcdoc|action|formaction)$/.test(name))).toEqual([]);
    expect(attributes.filter(({ name, value }) => name.endsWith("href") && !value.startsWith("#"))).toEqual([]);
    expect(all.filter(({ tagName }) => tagName === "script").length).toBe(2);
  });

  it("leaves no unseen character and no terminal escape in the page", () => {
    expect(files.html).not.toMatch(/(?![\n\t])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/u);
  });

  it("keeps flags.jsonl one flag a line, without markup or line separators", () => {
    for (const line of (files.jsonl ?? "").trim().split("\n")) {
      flagShape.parse(JSON.parse(line));
      expect(line).not.toMatch(/[<>&\u2028\u2029]/);
    }
  });

  it("keeps flags.csv free of cells that a spreadsheet would run", () => {
    for (const line of (files.csv ?? "").trim().split("\n"))
      for (const [, cell] of line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)) expect(cell).not.toMatch(/^"?[=+@\t\r]/);
  });
});
