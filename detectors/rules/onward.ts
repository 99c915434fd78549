import { z } from "zod";
import { decideRelease } from "../../data/markings/release.js";
import { inForce, UNDATED } from "./agreements.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";
import { consentShape } from "./release-marking.js";

const CASES = /* sql */ `
  WITH passed AS (
    SELECT event_id, event_time, day, actor_id, actor_nation, object_id, partner, basis, known_on, originator, marking
    FROM rule_event
    WHERE action = 'forward' AND actor_nation IS NOT NULL AND actor_nation <> $home_nation
      AND partner IS NOT NULL AND partner <> actor_nation AND partner <> $home_nation
      AND partner IS DISTINCT FROM originator
  )
  SELECT actor_id AS entity_id, basis, actor_nation, partner, day::VARCHAR AS day, day::VARCHAR AS first_day, originator,
    marking, 1 AS case_count, [event_id] AS event_ids, list_sort([actor_nation, partner]) AS partners,
    list_filter([object_id], lambda item: item IS NOT NULL) AS objects,
    CASE WHEN EXISTS (SELECT 1 FROM consent) THEN coalesce((
      SELECT list({
        'originator': consent.originator, 'partner': consent.partner, 'valid_from': consent.valid_from::VARCHAR,
        'valid_to': consent.valid_to::VARCHAR
      } ORDER BY consent.originator, consent.partner, consent.valid_from)
      FROM consent
      WHERE consent.object_id = passed.object_id AND consent.known_from <= passed.known_on
        AND coalesce(consent.known_until, 'infinity'::DATE) > passed.known_on
        AND consent.originator IS NOT NULL AND consent.valid_from IS NOT NULL
    ), []) END AS consents,
    coalesce((
      SELECT list({
        'onward_sharing': agreement.onward_sharing, 'valid_from': agreement.valid_from::VARCHAR,
        'valid_to': agreement.valid_to::VARCHAR
      } ORDER BY agreement.agreement_id, agreement.valid_from)
      FROM agreement
      WHERE agreement.partner = passed.actor_nation AND agreement.known_from <= passed.known_on
        AND coalesce(agreement.known_until, 'infinity'::DATE) > passed.known_on
    ), []) AS agreements
  FROM passed
  ORDER BY actor_id, event_time, event_id, basis
`;

/** A partner passes material on only where its agreement allows it and the originator has consented. */
export const onward = rule({
  id: "onward",
  question: "Did this person pass material on to a nation that was not meant to have it?",
  entity: "actor",
  unit: "events",
  needs: ["access", "actors", "agreements"],
  why: "the third-party rule: what was given to one partner goes no further without the originator's consent",
  source: "32 CFR 2001.54 (third-party rule); contract on feeds, agreements.onward_sharing and consents",
  rung: "agreement owner",
  consequence: "disclosure",
  innocentExplanations: [
    "the originator consented by a way that no feed carries",
    "the partner acted for the other nation's own staff in a joint unit",
  ],
  wouldRefute: ["a written consent of the originator for this item and nation, dated before the event"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    actor_nation: z.string(),
    partner: z.string(),
    day: z.string(),
    originator: z.string().nullable(),
    marking: z.string().nullable(),
    consents: z.array(consentShape).nullable(),
    agreements: z.array(
      z.object({
        onward_sharing: z.boolean().nullable(),
        valid_from: z.string().nullable(),
        valid_to: z.string().nullable(),
      }),
    ),
  }),
  cases: CASES,
  prepare: readLines,
  judge(row, { policy, home }, _params, lines) {
    const { agreements, actor_nation, partner, day, marking, originator, consents } = row;
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return broken(`no agreement with ${actor_nation} was in force to allow it`);
    const words = papers.map(({ onward_sharing }) => onward_sharing);
    if (!words.includes(true))
      return words.includes(null)
        ? undetermined("the agreement does not say whether onward sharing is allowed")
        : broken(`the agreement with ${actor_nation} forbids passing on, here to ${partner}`);
    const reading = marking === null ? undefined : lines.get(marking);
    if (reading === undefined) return undetermined("the item's marking is not known");
    const { answer, reason } = decideRelease(
      { reading, recipient: partner, day, action: "copy", originator, collection: null, consents, agreement: null },
      policy,
      home.nation,
    );
    if (answer === "permit") return HOLDS;
    return answer === "deny" ? broken(reason) : undetermined("neither a list nor a consent settles it");
  },
  say: (count) => `${counted(count, "event")} passed material on to another nation`,
});
