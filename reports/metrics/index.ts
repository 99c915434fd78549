import { exceptionsPerRelease } from "./cards/exceptions.js";
import { leadsCount, leadsExpected } from "./cards/leads.js";
import { requestsDecided, requestsOpen, requestsReceived } from "./cards/request-counts.js";
import { decidedMedian, decidedNinetieth, decidedWithinTarget } from "./cards/timeliness.js";
import type { Metric } from "./metric.js";

/** Every metric, in the order of metrics.json. */
export const metrics: readonly Metric[] = [
  decidedMedian,
  decidedNinetieth,
  decidedWithinTarget,
  requestsReceived,
  requestsDecided,
  requestsOpen,
  exceptionsPerRelease,
  leadsCount,
  leadsExpected,
];
