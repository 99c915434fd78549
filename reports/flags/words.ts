import type { NightReport } from "../../data/night-report.js";

/** The report's texts that are constants of the program: questions, what would refute, explanations, cards and playbooks. */
export function* ownTexts({ flags, dossiers, cards, grounds }: NightReport): Generator<string> {
  for (const { question, would_refute, innocent_explanations } of flags) {
    yield question;
    yield* would_refute;
    for (const { explanation } of innocent_explanations) yield explanation;
  }
  for (const { ground } of grounds) yield ground;
  for (const { playbook, criteria } of dossiers.values()) {
    yield* playbook.steps;
    for (const { rung, whom } of playbook.rungs) yield `${rung}, ${whom}`;
    for (const { criterion } of criteria) yield criterion;
  }
  for (const { question, why, parameters } of cards) {
    yield question;
    if (why !== null) yield why;
    for (const { reason } of parameters) yield reason;
  }
}
