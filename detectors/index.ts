import type { Detector } from "./card.js";
import { administration } from "./leads/administration.js";
import { alterations } from "./leads/alterations.js";
import { approvalOdds } from "./leads/approval-odds.js";
import { approverConcentration, hurriedApproval } from "./leads/approvals.js";
import { approverPair } from "./leads/approver-pair.js";
import { delay } from "./leads/delay.js";
import { duplicateRecords, lateRecords } from "./leads/deliveries.js";
import { dormantReturn } from "./leads/dormant-return.js";
import { exportShift } from "./leads/export-shift.js";
import { forwardShift } from "./leads/forward-shift.js";
import { largerItems } from "./leads/larger-items.js";
import { missingRecords } from "./leads/missing-records.js";
import { newObjects } from "./leads/new-objects.js";
import { newPlace } from "./leads/new-place.js";
import { offHours } from "./leads/off-hours.js";
import { partnerClasses } from "./leads/partner-classes.js";
import { partnerSurge } from "./leads/partner-surge.js";
import { printExportShift } from "./leads/print-export-shift.js";
import { rareCollections } from "./leads/rare-collections.js";
import { reciprocity } from "./leads/reciprocity.js";
import { refusals } from "./leads/refusals.js";
import { requestCollections, requestPurposes, requestTiers } from "./leads/request-mix.js";
import { requestSurge } from "./leads/request-surge.js";
import { scriptedRegularity } from "./leads/scripted-regularity.js";
import { searchShift } from "./leads/search-shift.js";
import { sensitivityShift } from "./leads/sensitivity-shift.js";
import { sharedRareInterest } from "./leads/shared-rare-interest.js";
import { slowDrift } from "./leads/slow-drift.js";
import { sourceSilence } from "./leads/source-silence.js";
import { sweep } from "./leads/sweep.js";
import { takeAwayShift } from "./leads/take-away-shift.js";
import { twoPlaces } from "./leads/two-places.js";
import { volumeDrift } from "./leads/volume-drift.js";
import { volumeSurge } from "./leads/volume-surge.js";

/** Every detector, in the order of reports. Adding one is adding a file and a line. */
export const detectors: readonly Detector[] = [
  volumeSurge,
  volumeDrift,
  largerItems,
  takeAwayShift,
  printExportShift,
  exportShift,
  forwardShift,
  alterations,
  administration,
  slowDrift,
  newObjects,
  rareCollections,
  sensitivityShift,
  refusals,
  offHours,
  dormantReturn,
  newPlace,
  twoPlaces,
  sweep,
  searchShift,
  scriptedRegularity,
  sharedRareInterest,
  delay,
  requestPurposes,
  requestTiers,
  requestCollections,
  reciprocity,
  partnerClasses,
  partnerSurge,
  requestSurge,
  hurriedApproval,
  approverConcentration,
  approvalOdds,
  approverPair,
  sourceSilence,
  missingRecords,
  lateRecords,
  duplicateRecords,
];
