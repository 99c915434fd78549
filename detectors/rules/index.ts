import { actorTerm } from "./actor-term.js";
import { afterDestroyBy } from "./after-destroy-by.js";
import { agreementClass } from "./agreement-class.js";
import { agreementCollection } from "./agreement-collection.js";
import { agreementInForce } from "./agreement-in-force.js";
import type { Rule } from "./card.js";
import { entitlement } from "./entitlement.js";
import { onward } from "./onward.js";
import { releaseMarking } from "./release-marking.js";
import { rightsReviewInForce } from "./rights-review-in-force.js";
import { separation } from "./separation.js";

/** Every rule, in the order of reports. Adding one is adding a file and a line. */
export const rules: readonly Rule[] = [
  releaseMarking,
  onward,
  agreementInForce,
  agreementClass,
  agreementCollection,
  rightsReviewInForce,
  entitlement,
  actorTerm,
  afterDestroyBy,
  separation,
];
