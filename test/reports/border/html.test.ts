import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { describe, expect, it } from "vitest";
import { cleaned } from "../../../reports/border/clean.js";
import { attributes, Html, html, logged, trusted } from "../../../reports/border/html.js";
import { anchor } from "../../../reports/border/slug.js";
import { HOSTILE } from "../hostile.js";

type Node = DefaultTreeAdapterTypes.ChildNode;

/** The names of all elements, their attributes' names, and the text in between: what a browser would make of it. */
function shape(markup: string): {
  readonly elements: readonly string[];
  readonly text: string;
  readonly values: readonly string[];
} {
  const elements: string[] = [];
  const values: string[] = [];
  let text = "";
  const visit = (node: Node) => {
    if ("attrs" in node) {
      elements.push([node.nodeName, ...node.attrs.map(({ name }) => name)].join(" "));
      values.push(...node.attrs.map(({ value }) => value));
    } else if ("value" in node) text += node.value;
    else elements.push(node.nodeName);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  parseFragment(markup).childNodes.forEach(visit);
  return { elements, text, values };
}

describe("html", () => {
  it("is tried with at least two hundred different hostile strings", () => {
    expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(200);
  });

  it.each([["element content"], ["an svg text"], ["a table cell"]])("lets no string break out of %s", (where) => {
    for (const one of HOSTILE) {
      const made =
        where === "an svg text"
          ? html`<svg><title>${one}</title><text>${one}</text></svg>`
          : where === "a table cell"
            ? html`<table><tbody><tr><td>${one}</td></tr></tbody></table>`
            : html`<p>${one}</p>`;
      const expected =
        where === "an svg text"
          ? ["svg", "title", "text"]
          : where === "a table cell"
            ? ["table", "tbody", "tr", "td"]
            : ["p"];
      const { elements, text } = shape(made.markup);
      const shown = cleaned(one, { limit: 4_000, isMultiline: true });
      expect(elements).toEqual(expected);
      expect(text).toBe(where === "an svg text" ? shown + shown : shown);
    }
  });

  it("lets no string break out of an attribute", () => {
    for (const one of HOSTILE) {
      const { elements, values } = shape(html`<p title="${one}"${attributes({ "aria-label": one })}>x</p>`.markup);
      const shown = cleaned(one, { limit: 4_000, isMultiline: true });
      expect(elements).toEqual(["p title aria-label"]);
      expect(values).toEqual([shown, shown]);
    }
  });

  it("isolates and bounds a logged value", () => {
    for (const one of HOSTILE) {
      const { elements, text } = shape(logged(one).markup);
      expect(elements.every((name) => name === "bdi class" || name === "span class")).toBe(true);
      expect(text).toBe(cleaned(one, { limit: 120 }));
    }
  });

  it("joins lists of parts, and markup is not escaped twice", () => {
    const items = ["a & b", "<c>"].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>`.markup).toBe("<ul><li>a &amp; b</li><li>&lt;c&gt;</li></ul>");
  });

  it("shows nothing for null and refuses undefined, not-a-number and infinity", () => {
    expect(html`<p>${null}</p>`.markup).toBe("<p></p>");
    const missing = undefined as unknown as string;
    expect(() => html`<p>${missing}</p>`).toThrow("undefined");
    expect(() => html`<p title="${missing}"></p>`).toThrow("title");
    expect(() => html`<p>${Number.NaN}</p>`).toThrow("NaN");
    expect(() => html`<p>${Number.POSITIVE_INFINITY}</p>`).toThrow("Infinity");
  });

  it("refuses a look-alike of its own type", () => {
    const forged = { markup: "<script>1</script>", isEscaped: true } as unknown as Html;
    expect(() => html`<p>${forged}</p>`).toThrow("not element content");
  });

  it("refuses holes where text would run, style, fetch or name things", () => {
    const text = "x";
    expect(() => html`<a href="${text}">x</a>`).toThrow("anchor");
    expect(() => html`<a href="x${text}">x</a>`).toThrow("anchor");
    expect(() => html`<img src="${text}">`).toThrow("src");
    expect(() => html`<p style="${text}">x</p>`).toThrow("style");
    expect(() => html`<p onclick="${text}">x</p>`).toThrow("onclick");
    expect(() => html`<p title=${text}>x</p>`).toThrow("double quotes");
    expect(() => html`<p title='${text}'>x</p>`).toThrow("double quotes");
    expect(() => html`<p ${text}>x</p>`).toThrow("attributes()");
    expect(() => html`<${text}>x</p>`).toThrow("not a tag");
    expect(() => html`<script>${text}</script>`).toThrow("script");
    expect(() => html`<style>${text}</style>`).toThrow("style");
    expect(() => html`<!-- ${text} -->`).toThrow("not a tag");
    expect(() => html`<p title="${html`<b>x</b>`}">x</p>`).toThrow("title");
    expect(() => html`<p title="${text}`).toThrow("ends inside");
    expect(() => html`<svg><path d="${text}"/></svg>`).toThrow("geometry");
    expect(() => attributes({ onclick: text })).toThrow("onclick");
    expect(() => attributes({ "x y": text })).toThrow();
  });

  it("links to places in the page alone", () => {
    expect(html`<a href="${anchor("flag", "F-1")}">x</a>`.markup).toMatch(/^<a href="#flag-f-1-[0-9a-f]{12}">x<\/a>$/);
    expect(trusted("<br>")).toBeInstanceOf(Html);
  });
});
