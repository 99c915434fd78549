import type { SliceName } from "./card.js";
import type { MetricContext, Slice } from "./metric.js";

/** The whole, then each value of each way that requests may be told apart by, ascending. */
export function slicesOf(names: readonly SliceName[], context: MetricContext): Slice[] {
  return [{}, ...names.flatMap((name) => valuesOf(name, context).map((value): Slice => ({ [name]: value })))];
}

function valuesOf(name: SliceName, { partners, tiers, requests }: MetricContext): readonly string[] {
  switch (name) {
    case "partner":
      return partners;
    case "tier":
      return tiers;
    case "unit":
    case "purpose":
      return requests.namesOf(name);
    default:
      return [];
  }
}
