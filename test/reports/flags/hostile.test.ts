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

/** What the page of oversight metrics is built of beside that. */
const OVERSIGHT = /^(dfn|abbr|caption|colgroup|col|tspan|title|defs|pattern|use|symbol)$/;

/** What no reader sees, or a terminal obeys. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/u;

describe("a night whose every text field of every feed is hostile", () => {
  let night: ReadonlyMap<string, string> = new Map();
  const files = (name: RegExp) => [...night].filter(([file]) => name.test(file));
  const read = (name: string) => night.get(name) ?? "";

  beforeAll(async () => {
    night = await runNight(writeHostileFeeds());
  }, 240_000);

  it("is made of at least 200 strings, and gives leads, exceptions and every file", () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(200);
    const flags = read("flags.jsonl")
      .trim()
      .split("\n")
      .map((line) => flagShape.parse(JSON.parse(line)));
    expect(flags.filter(({ queue }) => queue === "leads").length).toBeGreaterThanOrEqual(6);
    expect(flags.filter(({ queue }) => queue === "exceptions").length).toBeGreaterThanOrEqual(6);
    const named = ["flags.html", "flags.jsonl", "flags.csv", "findings.ocsf.jsonl", "findings.stix.json"];
    expect([...night.keys()]).toEqual(expect.arrayContaining([...named, "oversight.html", "metrics.json"]));
  });

  it("names with every exception the statement by which its rule finds its cases", () => {
    const exceptions = read("flags.jsonl").match(/"queue":"exceptions"/g)?.length ?? 0;
    expect(read("flags.html").match(/by which the rule finds its cases/g)).toHaveLength(exceptions);
  });

  it("puts no element, handler or address of its own into a page", () => {
    for (const [file, content] of files(/\.html$/)) {
      const all = elements(parse(content));
      const names = all.map(({ tagName }) => tagName);
      const isOurs = (name: string) => OURS.test(name) || (file !== "flags.html" && OVERSIGHT.test(name));
      expect([file, ...new Set(names.filter((name) => !isOurs(name)))]).toEqual([file]);
      const attributes = all.flatMap(({ attrs }) => attrs.map(({ name, value }) => ({ name, value })));
      expect(attributes.filter(({ name }) => /^on|^(src|style|srcdoc|action|formaction)$/.test(name))).toEqual([]);
      const fetched = attributes.filter(
        ({ name, value }) => name.endsWith("href") && !/^#|^[a-z-]+\.(html|json)(#|$)/.test(value),
      );
      expect([file, ...fetched]).toEqual([file]);
      expect(all.filter(({ tagName }) => tagName === "script").length).toBeLessThanOrEqual(2);
    }
  });

  it("leaves no unseen character and no terminal escape in any file", () => {
    for (const [file, content] of night) expect([file, UNSEEN.exec(content)?.index ?? null]).toEqual([file, null]);
  });

  it("keeps what programs read one record a line, whole, without markup or line separators", () => {
    for (const [file, content] of files(/\.jsonl?$/)) {
      const records = file.endsWith(".jsonl") ? content.trim().split("\n") : [content];
      for (const record of records) {
        expect(() => JSON.parse(record), file).not.toThrow();
        expect([file, /[<>&\u2028\u2029]/.exec(record)?.index ?? null]).toEqual([file, null]);
      }
    }
  });

  it("keeps CSV free of cells that a spreadsheet would run", () => {
    for (const [, content] of files(/\.csv$/))
      for (const line of content.trim().split("\n"))
        for (const [, cell] of line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g))
          expect(cell).not.toMatch(/^"?[=+@\t\r]/);
  });
});
