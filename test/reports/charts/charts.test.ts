import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { describe, expect, it } from "vitest";
import type { Html } from "../../../reports/border/html.js";
import { anchor } from "../../../reports/border/slug.js";
import { bandChart } from "../../../reports/charts/band.js";
import { calendar } from "../../../reports/charts/calendar.js";
import { dotChart } from "../../../reports/charts/dots.js";
import type { About } from "../../../reports/charts/frame.js";
import { funnelChart } from "../../../reports/charts/funnel.js";
import { heatChart } from "../../../reports/charts/heat.js";
import { histogram } from "../../../reports/charts/histogram.js";
import { idMap } from "../../../reports/charts/id-map.js";
import { smallMultiples } from "../../../reports/charts/multiples.js";
import { partitionBar } from "../../../reports/charts/partition.js";
import { pathDiagram } from "../../../reports/charts/path-diagram.js";
import { stepChart } from "../../../reports/charts/steps.js";
import { xmrChart } from "../../../reports/charts/xmr.js";
import { charts } from "../../browser/gallery.js";
import { HOSTILE } from "../hostile.js";

type Element = DefaultTreeAdapterTypes.Element;
const ABOUT: About = { at: anchor("c"), title: "T", description: "D", rule: "R.", source: "access feed", n: 3 };

function elements(made: Html): readonly Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if ("tagName" in node) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(parseFragment(made.markup));
  return found;
}

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value ?? null;
const textOf = (element: Element): string =>
  element.childNodes.map((node) => ("value" in node ? node.value : "tagName" in node ? textOf(node) : "")).join("");
const children = (element: Element) => element.childNodes.filter((node): node is Element => "tagName" in node);
/** The text of each cell of each row; in the body without the heading that narrow screens show beside it. */
const cells = (made: Html) =>
  elements(made)
    .filter(({ tagName }) => tagName === "tr")
    .map((row) => children(row).map((cell) => textOf(children(cell).at(-1) ?? cell)));
const drawings = (made: Html) => elements(made).filter(({ tagName }) => tagName === "svg");
const marks = (svg: Element | undefined, look: string) => {
  const found: Element[] = [];
  const visit = (node: Element) => {
    if (node.attrs.some(({ name, value }) => name === "class" && value.split(" ").includes(look))) found.push(node);
    for (const child of node.childNodes) if ("tagName" in child) visit(child);
  };
  if (svg !== undefined) visit(svg);
  return found;
};
const wide = (made: Html) => drawings(made)[0];
const day = (index: number) => `2026-06-0${index}`;
const band = (observed: readonly (number | null)[]) =>
  bandChart(ABOUT, {
    days: observed.map((value, index) => ({ day: day(index + 1), observed: value, expected: 10, low: 5, high: 15 })),
    tonight: day(observed.length),
    unit: "records",
  });

describe("every chart", () => {
  const gallery = charts((plain) => plain);

  it("has a title, a description and a role in each drawing, its rule, n and source, and a table of its numbers", () => {
    expect(gallery.length).toBe(12);
    for (const made of gallery) {
      const ids = new Set(elements(made).map((one) => attribute(one, "id")));
      expect(drawings(made).length).toBeGreaterThanOrEqual(2);
      for (const svg of drawings(made)) {
        expect(attribute(svg, "role")).toBe("img");
        for (const id of attribute(svg, "aria-labelledby")?.split(" ") ?? ["missing"]) expect(ids).toContain(id);
      }
      expect(made.markup).toMatch(/class="counting">.+ n = [\d,]+\. Source: access feed\./);
      expect(cells(made).length).toBeGreaterThan(1);
    }
  });

  it("has no style of its own, no script, no link, and every id once", () => {
    for (const made of gallery) {
      for (const one of elements(made)) {
        expect(["style", "script", "a", "image", "use", "foreignObject"]).not.toContain(one.tagName);
        for (const { name } of one.attrs) expect(name).not.toMatch(/^(style|on.*|href|src|xlink:href)$/);
      }
      const ids = elements(made).flatMap((one) => attribute(one, "id") ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("keeps its marks within its drawing", () => {
    for (const made of gallery) {
      for (const svg of drawings(made)) {
        const [, , width = 0, height = 0] = attribute(svg, "viewBox")?.split(" ").map(Number) ?? [];
        for (const node of svg.childNodes) {
          if (!("tagName" in node)) continue;
          for (const [name, limit] of [
            ["x", width],
            ["cx", width],
            ["x1", width],
            ["x2", width],
            ["y", height],
            ["cy", height],
            ["y1", height],
            ["y2", height],
          ] as const) {
            const value = attribute(node, name);
            if (value === null) continue;
            expect(Number(value)).toBeGreaterThanOrEqual(0);
            expect(Number(value)).toBeLessThanOrEqual(limit);
          }
        }
      }
    }
  });

  it("gives the same bytes for the same data", () => {
    expect(charts((plain) => plain).map(({ markup }) => markup)).toEqual(gallery.map(({ markup }) => markup));
  });

  it("is made of the same kinds of elements, whatever the names in it try", () => {
    const kinds = (made: Html) =>
      [
        ...new Set(elements(made).map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(" ")}`)),
      ].sort();
    const allowed = new Set(gallery.flatMap(kinds));
    for (let from = 0; from < HOSTILE.length; from += 25) {
      let index = from;
      const hostile = charts(() => HOSTILE[index++ % HOSTILE.length] ?? "");
      for (const kind of hostile.flatMap(kinds)) expect(allowed).toContain(kind);
    }
  });
});

describe("no data", () => {
  it("is said in words and never drawn as zero, in every chart", () => {
    const empty: readonly Html[] = [
      band([]),
      band([null, null]),
      stepChart(ABOUT, { series: [], atRiskTimes: [], timeUnit: "h", shareOf: "decided", atRiskOf: "waiting" }),
      heatChart(ABOUT, { rows: [{ label: "Monday", hours: Array.from({ length: 24 }, () => null) }], unit: "records" }),
      xmrChart(ABOUT, {
        points: [{ label: "May", value: null, movingRange: null, isSignal: false }],
        limits: null,
        isTrial: false,
        target: null,
        unit: "h",
      }),
      funnelChart(ABOUT, { points: [], limits: [], centre: 0.5, unit: "share", nUnit: "n" }),
      dotChart(ABOUT, { rows: [], unit: "share", nUnit: "n", target: null }),
      histogram(ABOUT, { bins: [], unit: "h", countUnit: "n", pointer: null }),
      idMap(ABOUT, { first: 1, last: 9, tonight: [], before: [], unit: "numbers" }),
      pathDiagram(ABOUT, { nodes: [], links: [] }),
      partitionBar(ABOUT, { parts: [], unit: "n" }),
      smallMultiples(ABOUT, { courses: [{ label: "a", values: [null] }], periods: ["May"], unit: "h", ordinary: null }),
    ];
    for (const made of empty) {
      expect(drawings(made)).toEqual([]);
      expect(made.markup).toMatch(/class="note">no data/);
    }
  });

  it("inside a course is a gap of its own, without a mark, and says so in the table", () => {
    const made = band([8, null, null, 12]);
    expect(marks(wide(made), "gap").length).toBe(1);
    expect(marks(wide(made), "mark").length).toBe(1);
    expect(marks(wide(made), "tonight").filter(({ tagName }) => tagName === "circle").length).toBe(1);
    expect(cells(made).map((row) => row[1])).toEqual(["Observed, records", "8", "no data", "no data", "12"]);
  });

  it("for a night of the calendar is not a night without flags", () => {
    const made = calendar(ABOUT, {
      month: "2026-06-01",
      tonight: null,
      nights: [{ day: "2026-06-01", leads: 0, exceptions: 0 }],
    });
    expect(marks(wide(made), "gap").length).toBe(29);
    expect(cells(made)[1]).toEqual(["1 June 2026", "0", "0", ""]);
    expect(cells(made)[2]).toEqual(["2 June 2026", "not judged", "not judged", ""]);
  });
});

describe("extreme data", () => {
  it("of one point, of a constant and of huge numbers are drawn", () => {
    for (const made of [
      band([7]),
      band([5, 5, 5]),
      band([1e12, 3e14]),
      band([0, 0]),
      xmrChart(ABOUT, {
        points: [{ label: "May", value: 4, movingRange: null, isSignal: false }],
        limits: null,
        isTrial: true,
        target: null,
        unit: "h",
      }),
    ]) {
      expect(drawings(made).length).toBe(2);
    }
  });

  it("of five years is drawn whole: a path has as many points as there are days", () => {
    const days = Array.from({ length: 1_826 }, (_, index) => ({
      day: new Date(Date.UTC(2021, 0, 1 + index)).toISOString().slice(0, 10),
      observed: index % 7,
      expected: 3,
      low: index % 3,
      high: 8 + (index % 5),
    }));
    const made = bandChart(ABOUT, { days, tonight: "2025-12-31", unit: "records" });
    const [edge] = marks(wide(made), "edge");
    expect((edge ? (attribute(edge, "d") ?? "") : "").match(/[ML]/g)?.length).toBe(1_826);
    expect(made.markup).not.toContain("characters, sha256");
  });

  it("far beyond the ordinary goes on a logarithmic scale that says so", () => {
    expect(band([10, 11, 40_000]).markup).toContain("records (logarithmic scale)");
    expect(band([10, 11, 200]).markup).not.toContain("logarithmic");
  });

  it("of a range of a million ids says how many ids a cell stands for", () => {
    const scattered = Array.from({ length: 300 }, (_, index) => 1 + 2 * index);
    const many = idMap(ABOUT, { first: 1, last: 700, tonight: scattered, before: [], unit: "numbers" });
    expect(many.markup).toContain("The first 200 of 300 runs are listed.");
    expect(cells(many).length).toBe(201);
    expect(idMap(ABOUT, { first: 1, last: 1_000_000, tonight: [5], before: [], unit: "numbers" }).markup).toContain(
      "one cell is 1,389 records",
    );
  });
});

describe("marks", () => {
  it("stand where the numbers are: 100 of 0 to 100 at the top line, 0 at the axis", () => {
    const svg = wide(band([0, 100]));
    const [zero, hundred] = [marks(svg, "mark")[0], marks(svg, "tonight").find(({ tagName }) => tagName === "circle")];
    const lines = marks(svg, "grid").map((line) => attribute(line, "y1"));
    expect(zero && attribute(zero, "cy")).toBe(lines[0]);
    expect(hundred && attribute(hundred, "cy")).toBe(lines.at(-1));
  });

  it("of partners are in order of names and never of rank", () => {
    const rows = [
      ["Zeta", 0.9],
      ["Alpha", 0.1],
      ["Mid", 0.5],
    ].map(([label, value]) => ({
      label: String(label),
      value: Number(value),
      low: null,
      high: null,
      n: 1,
      isOutside: false,
    }));
    const made = dotChart(ABOUT, { rows, unit: "share", nUnit: "n", target: null });
    expect(
      cells(made)
        .slice(1)
        .map((row) => row[0]),
    ).toEqual(["Alpha", "Mid", "Zeta"]);
    const funnel = funnelChart(ABOUT, { points: rows, limits: [], centre: 0.5, unit: "share", nUnit: "n" });
    expect(
      cells(funnel)
        .slice(1)
        .map((row) => row[0]),
    ).toEqual(["Alpha", "Mid", "Zeta"]);
  });

  it("of a partition fill the bar, and its shares add up", () => {
    const made = partitionBar(ABOUT, {
      parts: [
        { label: "a", count: 1 },
        { label: "b", count: 3 },
      ],
      unit: "records",
    });
    expect(cells(made).slice(1)).toEqual([
      ["a", "1", "25.0 %"],
      ["b", "3", "75.0 %"],
      ["Whole", "4", "100 %"],
    ]);
    const widths = [...marks(wide(made), "heat-5"), ...marks(wide(made), "heat-3")]
      .map((bar) => attribute(bar, "width"))
      .filter((width) => width !== "13");
    expect(widths).toEqual(["188.5", "568.5"]);
  });

  it("of a partition with an unknown part give no shares", () => {
    const made = partitionBar(ABOUT, {
      parts: [
        { label: "a", count: 1 },
        { label: "b", count: null },
      ],
      unit: "records",
    });
    expect(cells(made).slice(1)).toEqual([
      ["a", "1", "no data"],
      ["b", "no data", "no data"],
      ["Known", "1", "no data"],
    ]);
  });

  it("at risk stand under their times, with the curve's share at each", () => {
    const made = stepChart(ABOUT, {
      series: [
        {
          name: "all",
          label: "all 5 h",
          steps: [
            { time: 0, share: 0, low: null, high: null },
            { time: 5, share: 0.5, low: 0.3, high: 0.7 },
          ],
          atRisk: [10, 5],
        },
      ],
      atRiskTimes: [0, 10],
      timeUnit: "h",
      shareOf: "decided",
      atRiskOf: "still waiting",
    });
    expect(cells(made).slice(1)).toEqual([
      ["all", "0", "0.0 %", "no data", "10"],
      ["all", "10", "50.0 %", "30.0–70.0 %", "5"],
    ]);
    const svg = wide(made);
    const ten = svg?.childNodes.find(
      (node): node is Element => "tagName" in node && node.tagName === "text" && textOf(node) === "10",
    );
    const numbers = (svg?.childNodes ?? []).filter(
      (node): node is Element => "tagName" in node && node.tagName === "text" && ["10", "5"].includes(textOf(node)),
    );
    expect(ten).toBeDefined();
    expect(new Set(numbers.map((node) => attribute(node, "x"))).size).toBe(2);
  });
});
