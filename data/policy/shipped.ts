import controls from "./controls.json" with { type: "json" };
import duties from "./duties.json" with { type: "json" };
import edition from "./edition.json" with { type: "json" };
import levels from "./levels.json" with { type: "json" };
import nations from "./nations.json" with { type: "json" };
import release from "./release.json" with { type: "json" };
import dodm from "./rules-dodm.json" with { type: "json" };
import ism from "./rules-ism.json" with { type: "json" };
import { type PolicyPack, policySchema } from "./schema.js";
import tetragraphs from "./tetragraphs.json" with { type: "json" };

/** The pack that ships with the product, checked like any other. */
export const SHIPPED_PACK: PolicyPack = policySchema.parse({
  ...edition,
  ...levels,
  ...nations,
  ...tetragraphs,
  ...controls,
  rules: [...dodm.rules, ...ism.rules],
  ...release,
  ...duties,
});
