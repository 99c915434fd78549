import type { Policy } from "../policy/policy.js";
import type { MARKING_CHECKS } from "../policy/schema.js";
import type { Marking } from "./model.js";
import { listOrder } from "./order.js";

/** What a check found: the feature and token it is about, and what would be right where that can be said. */
export interface Broken {
  readonly feature: string;
  readonly token: string;
  readonly right: string | null;
}

type Check = (marking: Marking, policy: Policy, home: string) => Broken | null;

/** At most four programmes are named (DoDM 5200.01-V2 Encl. 4 para. 7.e). */
export const SAP_NAMED_MAX = 4;
/** SIGMA categories run from 1 to 99 (DoDM 5200.01-V2 Encl. 4 para. 8.d.3). */
const SIGMA_MAX = 99;

/** CVEnumISMAtomicEnergyMarkings. */
const AEA_ORDER = ["RD", "FRD", "DCNI", "UCNI", "TFNI"] as const;

/** Broken where a list does not stand as `right` has it. */
function outOfOrder(
  feature: string,
  written: readonly string[],
  right: readonly string[],
  separator: string,
): Broken | null {
  const is_right = written.every((token, index) => token === right[index]);
  return is_right ? null : { feature, token: written.join(separator), right: right.join(separator) };
}

function byControlOrder(policy: Policy, ids: readonly string[]): string[] {
  const place = (id: string) => policy.controls.get(id)?.order ?? Number.MAX_SAFE_INTEGER;
  return ids.toSorted((a, b) => place(a) - place(b));
}

function firstTwice(tokens: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const token of tokens) {
    if (seen.has(token)) return token;
    seen.add(token);
  }
  return null;
}

/**
 * The checks that the pack's rules of kind `check` name: those over lists and their order. Each gives null where the marking
 * holds, else what is broken.
 */
export const CHECKS: Readonly<Record<(typeof MARKING_CHECKS)[number], Check>> = {
  sap_count: ({ sap }) => {
    const count = sap?.programs.length ?? 0;
    return count > SAP_NAMED_MAX
      ? { feature: "SAP", token: sap?.programs.join("/") ?? "", right: "SAR-MULTIPLE PROGRAMS" }
      : null;
  },
  sigma_range: ({ aea }) => {
    const wrong = aea.flatMap((item) => item.sigmas).find((sigma) => sigma < 1 || sigma > SIGMA_MAX);
    return wrong === undefined ? null : { feature: "SIGMA", token: String(wrong), right: null };
  },
  fgi_home: ({ fgi }, _policy, home) =>
    fgi?.codes.includes(home) ? { feature: "FGI", token: home, right: null } : null,
  fgi_order: ({ fgi }) => (fgi === null ? null : outOfOrder("FGI", fgi.codes, listOrder(fgi.codes), " ")),
  rel_order: ({ rel }, _policy, home) =>
    rel?.includes(home) ? outOfOrder("REL TO", rel, listOrder(rel, home), ", ") : null,
  rel_home_first: ({ rel }, _policy, home) =>
    rel === null || rel[0] === home
      ? null
      : { feature: "REL TO", token: rel.join(", "), right: listOrder([...new Set([home, ...rel])], home).join(", ") },
  rel_home_alone: ({ rel }, _policy, home) =>
    rel?.length === 1 && rel[0] === home ? { feature: "REL TO", token: home, right: null } : null,
  rel_single: ({ rel }) => (rel?.length === 1 ? { feature: "REL TO", token: rel[0] ?? "", right: null } : null),
  display_order: ({ display }) =>
    display === null ? null : outOfOrder("DISPLAY ONLY", display, listOrder(display), ", "),
  dissem_order: ({ controls }, policy) =>
    outOfOrder(controls[0] ?? "", controls, byControlOrder(policy, controls), "/"),
  other_order: ({ other }, policy) =>
    other.length < 2 ? null : outOfOrder(other[0] ?? "", other, byControlOrder(policy, other), "/"),
  sci_order: ({ sci }, policy) => {
    const known = sci.map((item) => policy.controls.get(item.system)?.id ?? item.system);
    return known.length < 2 ? null : outOfOrder("SCI", known, byControlOrder(policy, known), "/");
  },
  aea_order: ({ aea }) => {
    const written = aea.map((item) => item.type);
    const right = AEA_ORDER.filter((type) => written.includes(type));
    return outOfOrder(written[0] ?? "", written, right, "/");
  },
  joint_order: ({ owners }) => outOfOrder("FORM:joint", owners, listOrder(owners), " "),
  duplicates: (marking) => {
    const lists: readonly (readonly [string, readonly string[]])[] = [
      ["REL TO", marking.rel ?? []],
      ["DISPLAY ONLY", marking.display ?? []],
      ["EYES ONLY", marking.eyes ?? []],
      ["FGI", marking.fgi?.codes ?? []],
      ["FORM:joint", marking.owners],
      ["SCI", marking.sci.map((item) => item.system)],
      ["ACCM", marking.accm],
      ["SAP", marking.sap?.programs ?? []],
    ];
    for (const [feature, tokens] of lists) {
      const token = firstTwice(tokens);
      if (token !== null) return { feature, token, right: null };
    }
    const token = firstTwice([...marking.controls, ...marking.other, ...marking.nato]);
    return token === null ? null : { feature: token, token, right: null };
  },
};
