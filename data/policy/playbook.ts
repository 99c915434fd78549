import { z } from "zod";
import type { Escalation } from "../settings/escalation.js";
import pack from "./playbook.json" with { type: "json" };

const rungOf = <C extends string>(clocks: readonly [C, ...C[]]) =>
  z.strictObject({
    clock: z.enum(clocks),
    rung: z.string().min(1),
    whom: z.string().min(1),
    ends_with: z.literal("decision"),
  });
const steps = z.array(z.string().min(1)).min(1);

const playbookShape = z.strictObject({
  note: z.string(),
  rungs: z.strictObject({
    leads: z.array(rungOf(["first_look", "decision", "security_officer", "oversight_body"])).min(1),
    exceptions: z.array(rungOf(["first_look", "rule_owner", "decision", "oversight_body"])).min(1),
  }),
  steps: z.strictObject({ actor: steps, partner: steps, source: steps, request: steps, object: steps }),
});

const PLAYBOOK = playbookShape.parse(pack);

/** A rung of escalation: who is told or acts, and within how many calendar hours. */
export interface TimedRung {
  readonly rung: string;
  readonly whom: string;
  readonly within_hours: number;
}

/** The next steps by kind of entity. */
export const STEPS = PLAYBOOK.steps;

/** The rungs of escalation of a queue with the settings' clocks, in order of time. */
export function rungsOf(queue: "leads" | "exceptions", escalation: Escalation): TimedRung[] {
  const timed =
    queue === "leads"
      ? PLAYBOOK.rungs.leads.map(({ clock, rung, whom }) => ({ rung, whom, within_hours: escalation.leads[clock] }))
      : PLAYBOOK.rungs.exceptions.map(({ clock, rung, whom }) => ({
          rung,
          whom,
          within_hours: escalation.exceptions[clock],
        }));
  return timed.sort((a, b) => a.within_hours - b.within_hours);
}
