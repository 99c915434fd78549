import { exercise, holiday } from "./calendar.js";
import type { Explanation } from "./card.js";
import { backFromLeave, newEntitlement, transfer } from "./post.js";
import { incident, lateData, newAgreement, request } from "./record.js";
import { cover, sharedCrisis } from "./unit.js";
import { batchJob, travel } from "./work.js";

/** Every innocent explanation that is tested against the feeds, in the order of reports. */
export const explanations: readonly Explanation[] = [
  request,
  cover,
  sharedCrisis,
  transfer,
  newEntitlement,
  backFromLeave,
  exercise,
  holiday,
  newAgreement,
  incident,
  travel,
  batchJob,
  lateData,
];
