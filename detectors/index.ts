import type { Detector } from "./card.js";
import { volumeSurge } from "./leads/volume-surge.js";

/** Every detector, in the order of reports. Adding one is adding a file and a line. */
export const detectors: readonly Detector[] = [volumeSurge];
