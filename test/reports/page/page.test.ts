import { createHash } from "node:crypto";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, it } from "vitest";
import { html } from "../../../reports/border/html.js";
import { anchor } from "../../../reports/border/slug.js";
import { page } from "../../../reports/page/document.js";
import { cssString, markingOnEveryPage } from "../../../reports/page/marking.js";
import { contrast, DARK, LIGHT, type Role } from "../../../reports/page/palette.js";
import { badge, checks, priceLine, shortLists, verdict } from "../../../reports/page/parts.js";
import { table } from "../../../reports/page/table.js";
import { HOSTILE } from "../hostile.js";

type Element = DefaultTreeAdapterTypes.Element;

function elements(markup: string, name: string): readonly Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if ("tagName" in node && node.tagName === name) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(parse(markup));
  return found;
}

const attribute = (element: Element | undefined, name: string) =>
  element?.attrs.find((one) => one.name === name)?.value;
const textOf = (element: Element): string =>
  element.childNodes.map((node) => ("value" in node ? node.value : "tagName" in node ? textOf(node) : "")).join("");

const PARTS = {
  title: "Flags",
  marking: "EXAMPLE — FICTIONAL",
  heading: "Flags",
  standfirst: "Home XHM",
  about: "Night of 3 June 2026",
  body: html`<p>x</p>`,
};

describe("the palette", () => {
  it("has the contrast of black on white right: 21 to 1, by WCAG's definition", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
    // #767676 on white is the known lightest grey that passes 4.5: 4.54.
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  for (const [name, colours] of [
    ["light", LIGHT],
    ["dark", DARK],
  ] as const) {
    it(`reaches 4.5 to 1 for every text on its grounds in the ${name} theme`, () => {
      const texts: readonly Role[] = ["ink", "soft", "accent", "look", "good", "rule"];
      const low = texts
        .flatMap((text) =>
          (["paper", "wash"] as const).map(
            (ground) => [text, ground, contrast(colours[text], colours[ground])] as const,
          ),
        )
        .filter(([, , ratio]) => ratio < 4.5);
      expect(low).toEqual([]);
      expect(contrast(colours.on_bar, colours.bar)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.soft, colours.band)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.ink, colours.band)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.look, colours.band)).toBeGreaterThanOrEqual(4.5);
    });

    it(`reaches 3 to 1 for every mark that carries meaning in the ${name} theme`, () => {
      for (const mark of ["accent", "look", "edge", "rule"] as const)
        expect(contrast(colours[mark], colours.paper)).toBeGreaterThanOrEqual(3);
      for (const mark of ["accent", "look"] as const)
        expect(contrast(colours[mark], colours.band)).toBeGreaterThanOrEqual(3);
    });

    it(`grows darker or lighter with each step of the heat scale in the ${name} theme`, () => {
      const steps = (["heat_1", "heat_2", "heat_3", "heat_4", "heat_5"] as const).map((role) =>
        contrast(colours[role], colours.paper),
      );
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    });
  }
});

describe("the page", () => {
  it("names the hash of each of its own styles and scripts in its policy, and allows nothing else", () => {
    const made = page({ ...PARTS, script: "document.title" });
    const policy =
      attribute(
        elements(made, "meta").find((meta) => attribute(meta, "http-equiv") === "Content-Security-Policy"),
        "content",
      ) ?? "";
    const inline = [...elements(made, "style"), ...elements(made, "script")].map(textOf);
    expect(inline.length).toBe(3);
    for (const text of inline)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+' 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
  });

  it("gives the same bytes for the same parts", () => {
    expect(page(PARTS)).toBe(page(PARTS));
  });

  it("has a language, one main heading, a way past the banner, and the marking at its top and foot", () => {
    const made = page(PARTS);
    expect(attribute(elements(made, "html")[0], "lang")).toBe("en");
    expect(elements(made, "h1").map(textOf)).toEqual(["Flags"]);
    expect(attribute(elements(made, "a")[0], "href")).toBe(`#${attribute(elements(made, "main")[0], "id")}`);
    expect(
      elements(made, "p")
        .filter((one) => attribute(one, "class") === "marking")
        .map(textOf),
    ).toEqual([PARTS.marking, PARTS.marking]);
  });

  it("keeps a hostile marking inside its CSS string and a hostile title inside its element", () => {
    for (const one of HOSTILE) {
      expect(cssString(one)).toMatch(/^"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"$/);
      const rule = markingOnEveryPage(one);
      expect(rule).not.toMatch(/</);
      const made = page({ ...PARTS, title: one, marking: one, heading: one, standfirst: one, about: one });
      expect([
        elements(made, "script").length,
        elements(made, "style").length,
        elements(made, "title").length,
        elements(made, "meta").length,
      ]).toEqual([1, 1, 1, 5]);
    }
  });

  it("refuses a script that would end its own element", () => {
    expect(() => page({ ...PARTS, script: "'</script>'" })).toThrow("end its element");
  });
});

describe("tables and parts", () => {
  const parts = { at: anchor("t"), caption: "Partners", columns: [{ head: "Name" }, { head: "n", isNumber: true }] };

  it("give every heading its scope and the table its caption", () => {
    const made = table({ ...parts, rows: [["Ardenia", 3]] }).markup;
    expect(elements(made, "th").map((one) => attribute(one, "scope"))).toEqual(["col", "col", "row"]);
    expect(elements(made, "caption").map(textOf)).toEqual(["Partners"]);
  });

  it("refuse a row of another width", () => {
    expect(() => table({ ...parts, rows: [["Ardenia"]] })).toThrow("2 cells");
  });

  it("say that there is nothing, rather than showing an empty frame", () => {
    expect(elements(table({ ...parts, rows: [], none: "no partners" }).markup, "td").map(textOf)).toEqual([
      "no partners",
    ]);
    expect(shortLists([{ title: "What changed", items: [], none: "Nothing changed." }]).markup).toContain(
      "Nothing changed.",
    );
  });

  it("put a word and a shape beside every colour", () => {
    const shown = checks(
      (["yes", "no", "partly", "unknown"] as const).map((answer) => ({ statement: "s", answer, detail: null })),
    ).markup;
    for (const [shape, word] of [
      ["●", "yes"],
      ["○", "no"],
      ["◐", "partly"],
      ["?", "unknown"],
    ])
      expect(shown).toContain(`${shape}</span>${word}`);
    expect(badge("new", "lead").markup).toContain("▲</span>new");
    expect(verdict("cannot tell").markup).toContain("?</span>cannot tell");
    expect(priceLine([{ value: 3, label: "leads" }]).markup).toBe(
      '<dl class="price"><div><dt>leads</dt><dd>3</dd></div></dl>',
    );
  });
});
