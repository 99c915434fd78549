import { normalQuantile } from "../../../data/statistics/normal.js";
import { type EventTable, lastIndexAt } from "./event-table.js";

/** Shares of all subjects in each state, one entry per distinct exit time: still waiting, and ended by each cause. */
export interface CumulativeIncidence {
  readonly table: EventTable;
  readonly waiting: Float64Array;
  /** Ended by cause 1, 2 …; with `waiting` they sum to one at every time. */
  readonly ended: readonly Float64Array[];
}

/** One state's share at one time. NaN where nothing was observed that late. */
export interface StateShare {
  readonly share: number;
  readonly std_error: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * How the ends of one time vary: "delta" as one multinomial draw (R's survival; Greenwood's formula for one cause),
 * "aalen" as independent counts of each cause with ties as draws without replacement (R's cmprsk). They differ in the
 * third digit of a standard error with a thousand subjects.
 */
export type StateVariance = "delta" | "aalen";

/** All states at one time: first still waiting, then each cause in order. */
export interface StatesAt {
  readonly time: number;
  readonly states: readonly StateShare[];
}

/**
 * Aalen–Johansen for ends that exclude each other (approved, denied, withdrawn): what became of everyone by each time.
 *
 * F_k(t) = Σ S(u−) d_k/n over exit times u up to t, S the Kaplan–Meier of ends by any cause. One minus a Kaplan–Meier
 * that censors the other causes would overstate every share. A sum of many shares that rounds to above one is one.
 *
 * source   Aalen & Johansen 1978; Kalbfleisch & Prentice 2002, §8.2
 */
export function cumulativeIncidence(table: EventTable): CumulativeIncidence {
  const waiting = new Float64Array(table.time.length);
  const ended = table.cause_count.map(() => new Float64Array(table.time.length));
  const totals = ended.map(() => 0);
  let before = 1;
  for (let i = 0; i < table.time.length; i++) {
    const n = table.at_risk[i] ?? 0;
    const d = table.event_count[i] ?? 0;
    for (const [k, curve] of ended.entries()) {
      const share = d > 0 ? (before * (table.cause_count[k]?.[i] ?? 0)) / n : 0;
      totals[k] = (totals[k] ?? 0) + share;
      curve[i] = Math.min(1, totals[k] ?? 0);
    }
    if (d > 0) before *= (n - d) / n;
    waiting[i] = before;
  }
  return { table, waiting, ended };
}

/**
 * The shares at each of `times`, with intervals on the log scale.
 *
 * The increments at each exit time are multinomial given who is at risk; carried through to t by the delta method they
 * give Σ S(u−)²/n [Σ_j h_j g_j² − (Σ_j h_j g_j)²], h_j = d_j/n, g_j = 1{j = k} − C_k(u, t), C_k the conditional share
 * that ends by k in (u, t]; for "still waiting" this is Greenwood's formula. Cost: exit times × `times`.
 *
 * Under "aalen" a time contributes S(u−)²/n² Σ_j d_j (1 − (d_j − 1)/(n − 1)) g_j² instead, own and all other causes as two.
 *
 * source   Marubini & Valsecchi 1995, §10.3; Andersen et al. 1993, §IV.4.2; Aalen 1978; Gray 1988
 */
export function statesAt(
  incidence: CumulativeIncidence,
  times: readonly number[],
  { level = 0.95, variance = "delta" }: { readonly level?: number; readonly variance?: StateVariance } = {},
): StatesAt[] {
  const z = normalQuantile(0.5 + level / 2);
  const last = incidence.table.time.at(-1) ?? 0;
  return times.map((time) => {
    const index = lastIndexAt(incidence.table.time, time);
    const isUnseen = time > last && (incidence.waiting[index] ?? 1) > 0;
    const curves = [incidence.waiting, ...incidence.ended];
    const states = curves.map((curve, state) => {
      const share = index < 0 ? (state === 0 ? 1 : 0) : (curve[index] ?? Number.NaN);
      if (isUnseen) return { share: NaN, std_error: NaN, lower: NaN, upper: NaN };
      return withInterval(share, Math.sqrt(stateVariance(incidence, state, index, variance)), z);
    });
    return { time, states };
  });
}

function withInterval(share: number, std_error: number, z: number): StateShare {
  if (share === 0) return { share, std_error, lower: Number.NaN, upper: Number.NaN };
  const factor = Math.exp((z * std_error) / share);
  return { share, std_error, lower: share / factor, upper: Math.min(1, share * factor) };
}

/** Variance of the share in a state (0 waiting, k ended by cause k) just after the exit time at `index`. */
function stateVariance(
  { table, waiting, ended }: CumulativeIncidence,
  state: number,
  index: number,
  kind: StateVariance,
): number {
  const curve = state === 0 ? undefined : ended[state - 1];
  const reached = (state === 0 ? waiting[index] : curve?.[index]) ?? 0;
  let variance = 0;
  let before = 1;
  for (let i = 0; i <= index; i++) {
    const after = waiting[i] ?? 0;
    const d = table.event_count[i] ?? 0;
    if (d > 0) {
      const own = state === 0 ? 0 : (table.cause_count[state - 1]?.[i] ?? 0);
      const onward = curve === undefined ? reached : reached - (curve[i] ?? 0);
      const conditional = after > 0 ? onward / after : 0;
      const spread = (kind === "delta" ? multinomialSpread : countSpread)(
        table.at_risk[i] ?? 0,
        own,
        d - own,
        conditional,
      );
      variance += before * before * spread;
    }
    before = after;
  }
  return Math.max(0, variance);
}

function multinomialSpread(n: number, own: number, other: number, conditional: number): number {
  const mean = (own * (1 - conditional) - other * conditional) / n;
  const square = (own * (1 - conditional) ** 2 + other * conditional ** 2) / n;
  return (square - mean * mean) / n;
}

function countSpread(n: number, own: number, other: number, conditional: number): number {
  const tied = (d: number) => (d > 1 ? d * (1 - (d - 1) / (n - 1)) : d);
  return (tied(own) * (1 - conditional) ** 2 + tied(other) * conditional ** 2) / (n * n);
}
