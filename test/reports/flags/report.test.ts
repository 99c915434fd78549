import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { beforeAll, describe, expect, it } from "vitest";
import { type Flag, flagShape } from "../../../data/flag.js";
import { guiltyWords } from "../../../reports/border/words.js";
import { formatDay, formatInterval, formatNumber, formatP } from "../../../reports/charts/format.js";
import { runNight, SURGING, writeFeeds } from "./world.js";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value ?? null;
const isElement = (node: Node): node is Element => "tagName" in node;

function elements(root: Node, isWanted: (element: Element) => boolean): Element[] {
  const own = isElement(root) && isWanted(root) ? [root] : [];
  return "childNodes" in root ? [...own, ...root.childNodes.flatMap((child) => elements(child, isWanted))] : own;
}

/** Text as it is read; what `isLeft` takes is left out. */
function textOf(node: Node, isLeft: (element: Element) => boolean = () => false): string {
  if ("value" in node && node.nodeName === "#text") return node.value;
  if (!("childNodes" in node) || (isElement(node) && isLeft(node))) return "";
  return node.childNodes.map((child) => textOf(child, isLeft)).join(isElement(node) ? " " : "");
}
const flat = (text: string) => text.replace(/\s+/g, " ").trim();

const isQuoted = (element: Element) =>
  ["style", "script", "pre"].includes(element.tagName) || /\b(log|cut)\b/.test(attribute(element, "class") ?? "");

describe("flags.html of a night with leads", () => {
  let flags: Flag[] = [];
  let page: Node;
  let files: ReadonlyMap<string, string> = new Map();
  let markup = "";
  const cardOf = ({ flag_id }: Flag) =>
    elements(
      page,
      ({ tagName, attrs }) => tagName === "article" && attrs.some(({ value }) => value.includes(flag_id.toLowerCase())),
    )[0];
  const wordsOf = (flag: Flag) => flat(textOf(cardOf(flag) ?? page));

  beforeAll(async () => {
    files = await runNight(writeFeeds(60));
    const read = (name: string) => files.get(name) ?? "";
    flags = read("flags.jsonl")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => flagShape.parse(JSON.parse(line)));
    markup = read("flags.html");
    page = parse(markup);
  }, 240_000);

  it("has a card for every flag of flags.jsonl and no other", () => {
    expect(flags.filter(({ queue }) => queue === "leads").length).toBeGreaterThanOrEqual(SURGING / 2);
    expect(elements(page, ({ tagName }) => tagName === "article").length).toBe(flags.length);
    for (const flag of flags) expect(cardOf(flag), flag.flag_id).toBeDefined();
  });

  it("says in its first line how many leads, how many by chance, how many exceptions, as flags.jsonl has them", () => {
    const [price] = elements(page, (element) => attribute(element, "class") === "price");
    const values = elements(price ?? page, ({ tagName }) => tagName === "dd").map((dd) => flat(textOf(dd)));
    const count = (queue: Flag["queue"]) => String(flags.filter((flag) => flag.queue === queue).length);
    expect(values.slice(0, 3)).toEqual([count("leads"), "0.25", count("exceptions")]);
  });

  it("gives every figure of a flag as flags.jsonl has it", () => {
    for (const flag of flags) {
      const words = wordsOf(flag);
      expect(words).toContain(flag.question);
      expect(words).toContain(flat(flag.summary));
      expect(words).toContain(formatDay(flag.last_day));
      expect(words).toContain(`${formatNumber(flag.event_count)} in all`);
      if (flag.p_value !== null && flag.queue === "leads")
        expect(words).toContain(`as unusual as ${formatP(flag.p_value)}`);
      if (flag.observed !== null && flag.queue === "leads")
        expect(words).toContain(`${formatNumber(flag.observed)} here`);
      if (flag.interval !== null) expect(words).toContain(formatInterval(flag.interval[0], flag.interval[1]));
      for (const { explanation, holds, detail } of flag.innocent_explanations)
        expect(words).toMatch(new RegExp(`${holds} ${escaped(flat(explanation))} ${escaped(flat(detail))}`));
      for (const one of flag.would_refute) expect(words).toContain(one);
      for (const { summary, p_value } of flag.detectors) {
        expect(words).toContain(flat(summary));
        if (p_value !== null && flag.queue === "leads") expect(words).toContain(`as unusual as ${formatP(p_value)}`);
      }
      for (const id of flag.event_ids) expect(words).toContain(id);
    }
  });

  it("puts each flag into the queue once, in order of queue and rank, with its unusualness and days", () => {
    const [queue] = elements(page, (element) => attribute(element, "id") === "queue-table");
    const rows = elements(queue ?? page, ({ tagName }) => tagName === "tr").slice(1);
    expect(rows.length).toBe(flags.length);
    rows.forEach((row, index) => {
      const flag = flags[index];
      const words = flat(textOf(row, (element) => attribute(element, "class") === "label"));
      expect(words.split(" ")[0]).toBe(
        `${{ leads: "", exceptions: "X", audit: "A" }[flag?.queue ?? "leads"]}${flag?.rank}`,
      );
      expect(words).toContain(flag?.question);
      expect(words).toContain(flag?.entity_id);
      if (flag?.queue === "leads") expect(words).toContain(formatP(flag.p_value ?? 1));
    });
  });

  it("names the statement that selects a lead's events, and the grounds, peers, history and clocks", () => {
    for (const flag of flags.filter(({ queue }) => queue === "leads")) {
      const words = wordsOf(flag);
      for (const part of [
        "FROM act",
        "Ordinary grounds for access",
        "Others on the same night",
        "No earlier flag",
        "first look",
      ])
        expect(words).toContain(part);
    }
  });

  it("carries the roll-up of what it shows as its banner, never less than one of its lines", () => {
    const [banner] = elements(page, (element) => attribute(element, "class") === "marking");
    expect(flat(textOf(banner ?? page))).toBe("SECRET//REL TO XHM, XAR · HANDLE AS THE HIGHEST MARKING SHOWN");
  });

  it("says no word of guilt in any text of its own, nor does any other file of the night", () => {
    for (const [file, content] of files)
      expect([file, ...guiltyWords(file.endsWith(".html") ? textOf(parse(content), isQuoted) : content)]).toEqual([
        file,
      ]);
  });

  it("gives every element an id of its own", () => {
    const ids = elements(page, (element) => attribute(element, "id") !== null).map((element) =>
      attribute(element, "id"),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leads every link of its own to a place that is there", () => {
    const ids = new Set(elements(page, () => true).map((element) => attribute(element, "id")));
    const links = elements(page, ({ tagName }) => tagName === "a").map((link) => attribute(link, "href") ?? "");
    expect(links.filter((href) => !href.startsWith("#") || !ids.has(href.slice(1)))).toEqual([]);
  });

  it("stays below 90 kB a flag", () => {
    expect(markup.length / flags.length).toBeLessThan(90_000);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
