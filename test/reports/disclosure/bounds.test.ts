import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { attackerInterval, wholeWidth } from "../../../reports/disclosure/bounds.js";
import { missing, sharedPath } from "../../shared.js";
import { type TwoWay, twoWay } from "./two-way.js";

const OPEN = { low: 0, high: Number.POSITIVE_INFINITY };

function intervalOf({ values, relations }: TwoWay, hidden: readonly number[], target: number) {
  const isHidden = values.map((_value, cell) => hidden.includes(cell));
  const found = attackerInterval({ values, relations, isHidden, boundsOf: () => OPEN }, target);
  if (found === null) throw new Error("not solved");
  return found;
}

const oracle = sharedPath("oracles/sdc/attacker_intervals.json");
const oracleShape = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      table: z.array(z.array(z.number())),
      suppressed: z.array(z.tuple([z.number(), z.number()])),
      feasible: z.record(z.string(), z.tuple([z.number(), z.number()])),
    }),
  ),
});

// scipy linprog (HiGHS), one minimum and one maximum a cell.
describe.skipIf(missing(oracle, "attacker's intervals by HiGHS"))("seven suppressed tables", () => {
  const { cases } = oracleShape.parse(JSON.parse(oracle === null ? '{"cases":[]}' : readFileSync(oracle, "utf8")));

  it.each(cases.map((one) => [one.name, one] as const))("%s gives HiGHS's interval for each hidden cell", (_, one) => {
    const table = twoWay(one.table);
    const hidden = one.suppressed.map(([row, column]) => table.at(row, column));
    for (const [row, column] of one.suppressed) {
      const { low, high } = intervalOf(table, hidden, table.at(row, column));
      const [least = Number.NaN, most = Number.NaN] = one.feasible[`${row},${column}`] ?? [];
      expect(Math.abs(low - least)).toBeLessThan(1e-6);
      expect(Math.abs(high - most)).toBeLessThan(1e-6);
    }
  });
});

/** Every table of whole numbers with the same printed cells and sums: what an attacker with a pencil would try. */
function tried({ values, relations }: TwoWay, hidden: readonly number[], target: number): [number, number] {
  const found = [...values];
  const all = values.at(-1) ?? 0;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const attempt = (index: number): void => {
    const cell = hidden[index];
    if (cell === undefined) {
      const fits = relations.every(
        ({ total, parts }) => parts.reduce((sum, part) => sum + (found[part] ?? 0), 0) === found[total],
      );
      if (fits) [least, most] = [Math.min(least, found[target] ?? 0), Math.max(most, found[target] ?? 0)];
      return;
    }
    for (let value = 0; value <= all; value++) {
      found[cell] = value;
      attempt(index + 1);
    }
    found[cell] = values[cell] ?? 0;
  };
  attempt(0);
  return [least, most];
}

describe("the attacker's interval", () => {
  it("is that of trying every table of whole numbers", () => {
    const small = fc.array(fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
    const places = fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(small, places, (rows, hidden) => {
        const table = twoWay(rows);
        for (const target of hidden) {
          const { low, high } = intervalOf(table, hidden, target);
          const [least, most] = tried(table, hidden, target);
          expect(low).toBeCloseTo(least, 6);
          expect(high).toBeCloseTo(most, 6);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("always holds the truth, and is not bounded above where a whole line with its sum is hidden", () => {
    const table = twoWay([[4, 30]]);
    // The row, both columns and all sums: nothing is left that bounds them.
    const hidden = table.values.map((_value, cell) => cell);
    expect(intervalOf(table, hidden, 0)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
  });

  it("counts whole numbers between its ends", () => {
    expect(wholeWidth({ low: 0.4, high: 9.7 })).toBe(8);
    expect(wholeWidth({ low: 1 + 1e-9, high: 9 - 1e-9 })).toBe(8);
    expect(wholeWidth({ low: 3, high: 3 })).toBe(0);
  });
});
