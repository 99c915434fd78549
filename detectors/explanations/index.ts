import { exercise, holiday } from "./calendar.js";
import type { Explanation } from "./card.js";
import { filedElsewhere, justRegistered, lapsedRight, markedAnew, outage } from "./material.js";
import { backFromLeave, newEntitlement, transfer } from "./post.js";
import { incident, lateData, newAgreement, request } from "./record.js";
import { clocksDiffer, enteredWrongly, handlersAway, lateEntry } from "./requests.js";
import { defaultChannel, lateRest, quietEverywhere, refusedRows } from "./sources.js";
import { cover, sharedCrisis } from "./unit.js";
import { batchJob, travel } from "./work.js";

/** Every innocent explanation that is tested against the feeds, in the order of reports: those of many flags first. */
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
  lapsedRight,
  outage,
  justRegistered,
  filedElsewhere,
  markedAnew,
  handlersAway,
  lateEntry,
  enteredWrongly,
  clocksDiffer,
  lateRest,
  quietEverywhere,
  refusedRows,
  defaultChannel,
];
