import type { Detector } from "./card.js";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The detectors as a table in Markdown, one row a card, in their order. */
export function detectorTable(detectors: readonly Detector[]): string {
  const rows = detectors.map(({ id, question, entity, needs, status }) =>
    [id, question, entity, needs.join(", "), status].map(cell),
  );
  const lines = [["detector", "asks", "about", "needs", "status"], ["---", "---", "---", "---", "---"], ...rows];
  return `${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}\n`;
}
