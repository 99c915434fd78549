import type { Rule } from "./card.js";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** The rules as a table in Markdown, one row a card, in their order: what a reader is told is what the cards say. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, question, why, source, rung }) => [id, question, why, source, rung].map(cell));
  const lines = [["rule", "asks", "why", "source", "owned first by"], ["---", "---", "---", "---", "---"], ...rows];
  return `${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}\n`;
}
