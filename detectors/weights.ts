import type { Detector } from "./card.js";
import { FAMILY_WEIGHTS } from "./families.js";

/**
 * Each detector's share in its entity type's one p-value, by id; the shares of an entity type sum to 1 where all are scored.
 * Under the Cauchy combination it is also the share of chance leads that the detector brings.
 */
export function sharesInCombination(detectors: readonly Detector[]): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  const families = new Map<string, number>();
  for (const { entity, family, weight = 1 } of detectors) {
    const key = `${entity} ${family}`;
    if (!members.has(key)) families.set(entity, (families.get(entity) ?? 0) + FAMILY_WEIGHTS[family]);
    members.set(key, (members.get(key) ?? 0) + weight);
  }
  return new Map(
    detectors.map(({ id, entity, family, weight = 1 }) => {
      const ofFamily = FAMILY_WEIGHTS[family] / (families.get(entity) ?? 1);
      return [id, (ofFamily * weight) / (members.get(`${entity} ${family}`) ?? 1)];
    }),
  );
}
