import { markdownTable } from "../data/markdown.js";
import type { Detector } from "./card.js";

/** The detectors as a table in Markdown, one row a card, in their order. */
export function detectorTable(detectors: readonly Detector[]): string {
  return markdownTable(
    ["detector", "asks", "about", "needs", "status"],
    detectors.map(({ id, question, entity, needs, status }) => [id, question, entity, needs.join(", "), status]),
  );
}
