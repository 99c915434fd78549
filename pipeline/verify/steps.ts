import type { ManifestInput } from "../../data/integrity/manifest.js";
import type { Standing } from "../manifest/standing.js";
import { publicationsOf } from "./chain.js";

/** Deliveries that one run read together: no path twice, first known to one night. */
export interface Reading {
  readonly known_from: string;
  readonly files: readonly ManifestInput[];
}

/** One publication to be made again: what is read before it, and with which settings and how much of the journal. */
export interface Step {
  readonly name: string;
  readonly manifest: string;
  readonly readings: readonly Reading[];
  readonly journal: number;
  readonly settings: string;
  readonly code: string;
}

/**
 * All that a manifest's store had gone through, in order, ending with the publication itself: nights carry episodes,
 * calibration and what was judged for it from one to the next, so a night is derived again by deriving all before it.
 * Publications of another store left nothing in this one.
 */
export function stepsTo(standing: Standing): Step[] {
  const { inputs, settings, code } = standing.manifest;
  let read = 0;
  return publicationsOf(standing)
    .filter(({ lost }) => lost !== true)
    .map((entry) => {
      const files = inputs.files.slice(read, entry.files);
      read = Math.max(read, entry.files);
      return {
        name: entry.name,
        manifest: entry.manifest,
        readings: readingsOf(files),
        journal: entry.journal,
        settings: entry.settings ?? settings.sha256,
        code: entry.code ?? code.sha256,
      };
    });
}

/** Deliveries in order, cut where another night read them or a path comes again. */
export function readingsOf(files: readonly ManifestInput[]): Reading[] {
  const readings: { known_from: string; files: ManifestInput[] }[] = [];
  for (const file of files) {
    const last = readings.at(-1);
    const isSame = last?.known_from === file.known_from && !last.files.some(({ path }) => path === file.path);
    if (last !== undefined && isSame) last.files.push(file);
    else readings.push({ known_from: file.known_from, files: [file] });
  }
  return readings;
}
