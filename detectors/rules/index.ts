import { actorTerm } from "./actor-term.js";
import { afterDestroyBy } from "./after-destroy-by.js";
import { afterTheFactReview } from "./after-the-fact-review.js";
import { agreementClass } from "./agreement-class.js";
import { agreementCollection } from "./agreement-collection.js";
import { agreementInForce } from "./agreement-in-force.js";
import { agreementPurpose } from "./agreement-purpose.js";
import { agreementReview } from "./agreement-review.js";
import { approverAuthority } from "./approver-authority.js";
import { auditTrail } from "./audit-trail.js";
import type { Rule } from "./card.js";
import { channel } from "./channel.js";
import { clockSkew } from "./clock-skew.js";
import { custody } from "./custody.js";
import { destructionAttested } from "./destruction-attested.js";
import { destructionByPartner } from "./destruction-by-partner.js";
import { entitlement } from "./entitlement.js";
import { firstFlowAssessment } from "./first-flow-assessment.js";
import { markingForm } from "./marking-form.js";
import { onward } from "./onward.js";
import { postSharingReview } from "./post-sharing-review.js";
import { registerMarking } from "./register-marking.js";
import { releaseApproval } from "./release-approval.js";
import { releaseMarking } from "./release-marking.js";
import { retentionKept } from "./retention-kept.js";
import { retentionOverrun } from "./retention-overrun.js";
import { rightsReviewInForce } from "./rights-review-in-force.js";
import { rightsReviewPurpose } from "./rights-review-purpose.js";
import { separation } from "./separation.js";
import { sequenceHole } from "./sequence-hole.js";

/** Every rule, in the order of reports. Adding one is adding a file and a line. */
export const rules: readonly Rule[] = [
  releaseMarking,
  onward,
  agreementInForce,
  agreementClass,
  agreementCollection,
  agreementPurpose,
  rightsReviewInForce,
  rightsReviewPurpose,
  separation,
  approverAuthority,
  releaseApproval,
  firstFlowAssessment,
  afterTheFactReview,
  postSharingReview,
  custody,
  entitlement,
  actorTerm,
  afterDestroyBy,
  retentionOverrun,
  retentionKept,
  destructionAttested,
  destructionByPartner,
  channel,
  markingForm,
  registerMarking,
  sequenceHole,
  clockSkew,
  auditTrail,
  agreementReview,
];
