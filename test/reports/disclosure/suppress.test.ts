import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholeWidth } from "../../../reports/disclosure/bounds.js";
import { countCell, isDominated } from "../../../reports/disclosure/primary.js";
import { outward, toBase } from "../../../reports/disclosure/rounding.js";
import { audit, type Pattern, protectionLevel, requiredOf, suppress } from "../../../reports/disclosure/suppress.js";
import type { LinkedTables } from "../../../reports/disclosure/table.js";
import { counts } from "./two-way.js";

const THRESHOLD = 10;

/** Cells that an attacker knows more closely than is allowed, by their place. */
function unprotected(tables: LinkedTables, pattern: Pattern): number[] {
  return [...audit(tables, pattern)].flatMap(([cell, interval]) =>
    interval !== null && wholeWidth(interval) >= requiredOf(tables, cell) ? [] : [cell],
  );
}

const table = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.oneof(fc.nat(12), fc.nat(60)), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

describe("suppression", () => {
  it("leaves no hidden cell of any table closer than the protection level, for one who knows rules and reasons", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const tables = counts(rows, THRESHOLD);
        const pattern = suppress(tables);
        expect(unprotected(tables, pattern)).toEqual([]);
        for (const [cell, { value }] of tables.cells.entries())
          if (value < THRESHOLD) expect(pattern[cell]).not.toBeNull();
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  it("holds for thresholds from 3 to 30", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 3, max: 30 }), (rows, threshold) => {
        const tables = counts(rows, threshold);
        expect(unprotected(tables, suppress(tables))).toEqual([]);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("hides nothing where nothing is small", () => {
    expect(
      suppress(
        counts(
          [
            [20, 30],
            [40, 50],
          ],
          THRESHOLD,
        ),
      ).every((reason) => reason === null),
    ).toBe(true);
  });

  it("of a lone small cell hides a rectangle about it and no sum", () => {
    const pattern = suppress(
      counts(
        [
          [20, 3, 37],
          [45, 52, 60],
          [39, 44, 51],
        ],
        THRESHOLD,
      ),
    );
    const hidden = pattern.flatMap((reason, cell) => (reason === null ? [] : [cell]));
    expect(pattern[1]).toBe("primary");
    expect(hidden).toHaveLength(4);
    expect(hidden.every((cell) => cell < 9)).toBe(true);
  });

  it("is not content with hiding the small cells alone", () => {
    const tables = counts(
      [
        [20, 3, 37],
        [45, 52, 60],
        [39, 44, 51],
      ],
      THRESHOLD,
    );
    const primary = tables.cells.map(({ value }) => (value < THRESHOLD ? ("primary" as const) : null));
    expect(unprotected(tables, primary)).toEqual([1]);
  });

  it("protects a number that is never printed but follows from two that are", () => {
    const cell = (value: number, cost: number | null) =>
      countCell({ threshold: THRESHOLD, dominance_percent: 0 }, { value, parts: null, cost });
    // 300 decided of which 297 in time: three late, which nobody prints.
    const tables = {
      cells: [cell(300, 5), cell(297, 1), cell(3, null)],
      relations: [{ total: 0, parts: [1, 2] }],
      threshold: THRESHOLD,
    };
    const pattern = suppress(tables);
    expect(pattern[1]).toBe("complementary");
    expect(pattern[0]).toBeNull();
    expect(unprotected(tables, pattern)).toEqual([]);
  });

  it("hides everything, without a reason that tells of values, where no pattern protects", () => {
    const cell = (value: number) =>
      countCell({ threshold: THRESHOLD, dominance_percent: 0 }, { value, parts: null, cost: 1 });
    // The total is its first part, and is both of its parts: whatever is hidden, the second is nought.
    const relations = [
      { total: 0, parts: [1] },
      { total: 0, parts: [1, 2] },
    ];
    const tables = { cells: [cell(40), cell(40), cell(0)], relations, threshold: THRESHOLD };
    expect(suppress(tables)).toEqual(Array(3).fill("not publishable"));
  });

  it("tells no reasons where telling them would hide more, and is protected then too", () => {
    const row = (parts: readonly number[], cost: number) =>
      parts.map((value) =>
        countCell(
          { threshold: THRESHOLD, dominance_percent: 0 },
          { value, parts: null, cost: value === 11 ? cost : 1 },
        ),
      );
    // Of eleven open requests none is of two tiers: who is told that the third has at least ten knows the two to the last.
    const cells = [...row([11], 100), ...row([0, 0, 11], 1)];
    const tables = { cells, relations: [{ total: 0, parts: [1, 2, 3] }], threshold: THRESHOLD };
    const pattern = suppress(tables);
    const untold = "primary or complementary";
    expect(pattern).toEqual([null, untold, untold, untold]);
    expect(unprotected(tables, pattern)).toEqual([]);
    const told = [null, "primary", "primary", "complementary"] as const;
    expect(unprotected(tables, told)).toEqual([1, 2, 3]);
  });

  it("gives the same pattern for the same table", () => {
    const tables = counts(
      [
        [4, 12, 30, 2],
        [25, 3, 18, 40],
        [27, 36, 2, 15],
      ],
      THRESHOLD,
    );
    expect(suppress(tables)).toEqual(suppress(tables));
  });
});

describe("what is sensitive", () => {
  it("is every count below the threshold, nought included", () => {
    const required = [0, 1, 9, 10].map(
      (value) => countCell({ threshold: 10, dominance_percent: 0 }, { value, parts: null, cost: 1 }).required,
    );
    expect(required).toEqual([8, 8, 8, null]);
    expect(protectionLevel(10)).toBe(8);
  });

  // By hand: of 100 = 80 + 15 + 5 the second leaves 5 open, less than a tenth of 80; of 80 + 10 + 10 it leaves 10.
  it("is a count in which one partner can work out another's part by the p% rule", () => {
    expect(isDominated([80, 15, 5], 10)).toBe(true);
    expect(isDominated([80, 10, 10], 10)).toBe(false);
    expect(isDominated([60, 40], 10)).toBe(true);
    expect(isDominated([100], 10)).toBe(true);
    expect(isDominated([60, 40], 0)).toBe(false);
  });
});

describe("rounding", () => {
  it("goes to the nearest multiple, halves up, and intervals outward", () => {
    expect([12, 13, 17.5, 22.4].map((value) => toBase(value, 5))).toEqual([10, 15, 20, 20]);
    expect(toBase(0.915, 0.01)).toBe(0.92);
    expect(outward([0.4321, 0.4389], 0.01)).toEqual([0.43, 0.44]);
    expect(outward([0.43, 0.44], 0.01)).toEqual([0.43, 0.44]);
    expect(outward([null, 26.2], 1)).toEqual([null, 27]);
  });
});
