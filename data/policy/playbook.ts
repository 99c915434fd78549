import { z } from "zod";
import pack from "./playbook.json" with { type: "json" };

const rung = z.strictObject({
  rung: z.string().min(1),
  whom: z.string().min(1),
  within_hours: z.int().min(1),
  ends_with: z.literal("decision"),
});
const steps = z.array(z.string().min(1)).min(1);

const playbookShape = z.strictObject({
  note: z.string(),
  rungs: z.strictObject({ leads: z.array(rung).min(1), exceptions: z.array(rung).min(1) }),
  steps: z.strictObject({ actor: steps, partner: steps, source: steps, request: steps, object: steps }),
});

/**
 * What to do with a flag: the rungs of escalation with their clocks by queue, in order of time, and the next steps by kind
 * of entity. Why the hours are what they are stands in the file's note.
 */
export const PLAYBOOK = playbookShape.parse(pack);
