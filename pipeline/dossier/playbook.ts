import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Playbook, Rung } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import { rungsOf, STEPS } from "../../data/policy/playbook.js";
import type { Escalation } from "../../data/settings/escalation.js";
import type { Store } from "../../data/store/store.js";
import type { Person } from "./directory.js";

const CONTACTS = /* sql */ `
  SELECT DISTINCT agreement_id, contact, contact_checked_at
  FROM agreement
  WHERE partner = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND coalesce(valid_from, '-infinity'::DATE) <= $night::DATE AND coalesce(valid_to, 'infinity'::DATE) >= $night::DATE
  ORDER BY agreement_id
  LIMIT 5
`;

/** The next steps for a flag, whom to ask as far as the registers name them, and the clock of each rung; none once it is withdrawn. */
export async function playbookOf(
  store: Store,
  flag: Flag,
  {
    first_night,
    is_decided,
    time_zone,
    escalation,
    directory,
  }: {
    readonly first_night: string;
    readonly is_decided: boolean;
    readonly time_zone: string;
    readonly escalation: Escalation;
    readonly directory: ReadonlyMap<string, Person>;
  },
): Promise<Playbook> {
  const { queue, entity_type, night } = flag;
  const begin = endOf(first_night, time_zone);
  const now = endOf(night, time_zone);
  const owed = flag.state === "withdrawn" ? [] : rungsOf(queue === "exceptions" ? "exceptions" : "leads", escalation);
  const rungs = owed.map((one): Rung => {
    const due = begin.add({ hours: one.within_hours });
    const isPassed = Temporal.ZonedDateTime.compare(due, now) <= 0;
    return {
      ...one,
      due_day: due.toPlainDate().toString(),
      due_time: due.toPlainTime().toString({ smallestUnit: "minute" }),
      state: is_decided ? "done" : isPassed ? "passed" : "open",
    };
  });
  return { steps: STEPS[entity_type], contacts: await contactsOf(store, flag, directory), rungs };
}

/** The instant at which a night is over: midnight after it, in the home zone. */
export function endOf(night: string, time_zone: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(night).add({ days: 1 }).toZonedDateTime(time_zone);
}

async function contactsOf(
  store: Store,
  { entity_type, entity_id, night }: Flag,
  directory: ReadonlyMap<string, Person>,
): Promise<Playbook["contacts"]> {
  if (entity_type === "actor") {
    const unit = directory.get(entity_id)?.unit ?? null;
    return [
      {
        who: unit === null ? "the head of the person's unit, which the directory does not name" : "the head of unit",
        name: unit,
      },
      { who: "the security officer of the same unit", name: unit },
    ];
  }
  if (entity_type === "partner") {
    const shape = z.object({
      agreement_id: z.string(),
      contact: z.string().nullable(),
      contact_checked_at: z.string().nullable(),
    });
    const rows = await store.rows(CONTACTS, shape, { entity_id, night });
    const named = rows.flatMap(({ contact, contact_checked_at, agreement_id }) =>
      contact === null
        ? [{ who: "the contact of an agreement, which the register does not name", name: agreement_id }]
        : [
            {
              who: `the agreement's contact, ${contact_checked_at === null ? "never checked" : `checked ${contact_checked_at}`}`,
              name: contact,
            },
          ],
    );
    return named.length > 0 ? named : [{ who: "no agreement in force names a contact for", name: entity_id }];
  }
  return [{ who: entity_type === "source" ? "the owner of the system" : "the desk that holds the", name: entity_id }];
}
