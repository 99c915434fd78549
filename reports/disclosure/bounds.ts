import { type Constraint, solve } from "yalps";
import type { Bounds, Relation } from "./table.js";

/** Numbers as the attacker has them: the printed ones, the sums that hold, and what is known of the hidden ones beforehand. */
export interface Seen {
  readonly values: readonly number[];
  readonly isHidden: readonly boolean[];
  readonly relations: readonly Relation[];
  /** Of the hidden ones; the printed ones have their value. */
  readonly boundsOf: (cell: number) => Bounds;
}

type Program = Map<string, Constraint>;

/**
 * The least and the highest value that a hidden number can have, by all that is printed: two linear programs over the hidden
 * numbers that hang together with it, in whole numbers, since things are counted. Infinite where nothing bounds it, null where
 * a program could not be solved, which nobody may take for protection.
 *
 * source  Fischetti & Salazar-González 2000, "Models and algorithms for optimizing cell suppression in tabular data with
 *         linear constraints", JASA 95; Hundepool et al. 2012, Statistical Disclosure Control, ch. 4
 */
export function attackerInterval(seen: Seen, target: number): Bounds | null {
  const { variables, constraints } = programOf(seen, target);
  const ends = (["minimize", "maximize"] as const).map((direction) => {
    const { status, result } = solve(
      { direction, objective: name(target), constraints, variables, integers: true },
      { checkCycles: true, includeZeroVariables: false },
    );
    return status === "optimal" || status === "unbounded" ? result : Number.NaN;
  });
  const low = seen.boundsOf(target).low;
  const [least = Number.NaN, most = Number.NaN] = ends;
  return Number.isNaN(least) || Number.isNaN(most) ? null : { low: least + low, high: most + low };
}

/** The whole numbers in a range, with the slack of the solver's own arithmetic taken off. */
export function wholeWidth({ low, high }: Bounds): number {
  return Math.floor(high + SLACK) - Math.ceil(low - SLACK);
}

/** A hundred times what the solver takes for zero. */
export const SLACK = 1e-6;

/** Hidden numbers are written as their lower bound plus a variable that is not negative. */
function programOf({ values, isHidden, relations, boundsOf }: Seen, target: number) {
  const constraints: Program = new Map();
  const variables = new Map<string, Map<string, number>>();
  const met = relations.map(() => false);
  const waiting = [target];
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    if (variables.has(name(cell))) continue;
    const { low, high } = boundsOf(cell);
    const own = new Map([[name(cell), 1]]);
    if (high !== Number.POSITIVE_INFINITY) constraints.set(name(cell), { max: high - low });
    variables.set(name(cell), own);
    for (const [index, relation] of relations.entries()) {
      const sign = signIn(relation, cell);
      if (sign === 0) continue;
      own.set(`sum ${index}`, sign);
      if (met[index]) continue;
      met[index] = true;
      waiting.push(...[relation.total, ...relation.parts].filter((other) => isHidden[other] === true));
    }
  }
  for (const [index, relation] of relations.entries()) {
    if (!met[index]) continue;
    const known = [relation.total, ...relation.parts].map(
      (cell) => signIn(relation, cell) * (isHidden[cell] === true ? boundsOf(cell).low : (values[cell] ?? 0)),
    );
    constraints.set(`sum ${index}`, { equal: -known.reduce((sum, one) => sum + one, 0) });
  }
  return { constraints, variables };
}

function name(cell: number): string {
  return `cell ${cell}`;
}

function signIn({ total, parts }: Relation, cell: number): number {
  return (parts.includes(cell) ? 1 : 0) - (total === cell ? 1 : 0);
}
