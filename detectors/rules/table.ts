import { markdownTable } from "../../data/markdown.js";
import type { Rule } from "./card.js";

/** The rules as a table in Markdown, one row a card, in their order: what a reader is told is what the cards say. */
export function ruleTable(rules: readonly Rule[]): string {
  return markdownTable(
    ["rule", "asks", "why", "source", "owned first by"],
    rules.map(({ id, question, why, source, rung }) => [id, question, why, source, rung]),
  );
}
