import { z } from "zod";

/** A year: a clock that runs longer than that is none. */
const HOURS_MAX = 8760;

const hours = (value: number, words: string) => z.int().min(1).max(HOURS_MAX).default(value).describe(words);

const FIRST_LOOK = "Hours to the reviewer's first look: half a day keeps a list of ten within twenty minutes a day.";
const DECISION = "Hours to a decision with its reason: three days hold a weekend.";

/**
 * The clocks of escalation, in calendar hours from the end of the night on which a flag was first listed. The defaults are
 * this project's own; a decision ends every one of them.
 */
export const escalationShape = z.strictObject({
  leads: z
    .strictObject({
      first_look: hours(12, FIRST_LOOK),
      decision: hours(72, DECISION),
      security_officer: hours(96, "Hours until the security officer is told: the day after a decision was due."),
      oversight_body: hours(
        336,
        "Hours until the oversight body is told: two weeks, the longest that an open question about a person should wait.",
      ),
    })
    .prefault({}),
  exceptions: z
    .strictObject({
      first_look: hours(12, FIRST_LOOK),
      rule_owner: hours(24, "Hours until the owner of the rule is told: by the end of the next working day."),
      decision: hours(72, DECISION),
      oversight_body: hours(168, "Hours until the oversight body is told: a week, for a rule needs no weighing."),
    })
    .prefault({}),
});

export type Escalation = z.infer<typeof escalationShape>;
