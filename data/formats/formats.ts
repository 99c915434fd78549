import { cef } from "./cef.js";
import { cloudtrail } from "./cloudtrail.js";
import { ecs } from "./ecs.js";
import type { Format, Head } from "./format.js";
import { o365 } from "./o365.js";
import { ocsf } from "./ocsf.js";
import { sharewatch } from "./sharewatch.js";
import { combined, w3c } from "./web.js";

/** Every format that is read, in the order in which a file's first records are tried against them. */
export const FORMATS: readonly Format[] = [sharewatch, o365, cloudtrail, ocsf, ecs, w3c, cef, combined];

/** The format that first recognises a file, or null. */
export function recognised(head: Head): Format | null {
  return FORMATS.find((format) => format.recognise(head)) ?? null;
}

export function formatNamed(id: string): Format | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}
