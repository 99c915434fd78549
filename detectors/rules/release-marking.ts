import { z } from "zod";
import { decideRelease } from "../../data/markings/release.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";

/** An originator's consent as the feed has it. */
export const consentShape = z.object({
  originator: z.string(),
  partner: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
});

const CASES = /* sql */ `
  WITH flow AS (
    SELECT event_id, event_time, day, actor_id, object_id, partner, basis, known_on, originator, marking,
      CASE WHEN action = 'view' THEN 'display' ELSE 'copy' END AS deed,
      CASE WHEN $wanted <> '[]' THEN concat_ws('|', partner, day, basis, deed, originator, marking) END IN (SELECT unnest(CAST($wanted AS VARCHAR[]))) AS is_wanted
    FROM rule_event
    WHERE partner IS NOT NULL AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward')
      AND NOT (action = 'forward' AND coalesce(actor_nation, $home_nation) <> $home_nation)
  ), consented AS (
    SELECT asked.object_id, asked.known_on, list({
      'originator': consent.originator, 'partner': consent.partner, 'valid_from': consent.valid_from::VARCHAR,
      'valid_to': consent.valid_to::VARCHAR
    } ORDER BY consent.originator, consent.partner, consent.valid_from) AS consents
    FROM (SELECT DISTINCT object_id, known_on FROM flow) AS asked
    JOIN consent ON consent.object_id = asked.object_id AND consent.known_from <= asked.known_on
      AND coalesce(consent.known_until, 'infinity'::DATE) > asked.known_on
    WHERE consent.originator IS NOT NULL AND consent.valid_from IS NOT NULL
    GROUP BY asked.object_id, asked.known_on
  )
  SELECT CASE WHEN is_wanted THEN flow.actor_id ELSE '' END AS entity_id, flow.basis,
    concat_ws('|', flow.partner, flow.day, flow.basis, flow.deed, flow.originator, flow.marking) AS combo, flow.partner, flow.day::VARCHAR AS day, flow.day::VARCHAR AS first_day,
    flow.originator, flow.marking, flow.deed, count(*)::INTEGER AS case_count,
    (list(flow.event_id ORDER BY flow.event_time, flow.event_id) FILTER (is_wanted))[1:200] AS event_ids, [flow.partner] AS partners,
    list_sort(list(DISTINCT flow.object_id) FILTER (is_wanted))[1:20] AS objects,
    CASE WHEN EXISTS (SELECT 1 FROM consent) THEN coalesce(consented.consents, []) END AS consents
  FROM flow
  LEFT JOIN consented ON consented.object_id = flow.object_id AND consented.known_on = flow.known_on
  GROUP BY entity_id, flow.basis, flow.partner, flow.day, flow.originator, flow.marking, flow.deed,
    consented.consents
  ORDER BY entity_id, flow.partner, flow.day, flow.basis, flow.marking, flow.deed, flow.originator, event_ids
`;

/** What reaches a partner is releasable to it by its marking on that day. */
export const releaseMarking = rule({
  id: "release-marking",
  question: "Did this person give a partner material that its marking does not release to it?",
  entity: "actor",
  unit: "events",
  needs: ["access"],
  why: "the originator's marking says to whom an item may go, and nobody else may widen it",
  source: "DoDM 5200.01-V2 Encl. 4 paras. 10.d, 10.e and 10.g; 32 CFR 2001.54; policy pack, release clauses",
  rung: "disclosure officer",
  consequence: "disclosure",
  innocentExplanations: ["the originator released it by other means", "the partner's code in the log is wrong"],
  wouldRefute: ["the originator's written release to this partner, dated before the event"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    partner: z.string(),
    day: z.string(),
    originator: z.string().nullable(),
    marking: z.string().nullable(),
    deed: z.enum(["display", "copy"]),
    consents: z.array(consentShape).nullable(),
  }),
  cases: CASES,
  prepare: readLines,
  judge({ partner, day, originator, marking, deed, consents }, { policy, home }, _params, lines) {
    const reading = marking === null ? undefined : lines.get(marking);
    if (reading === undefined) return undetermined("the item's marking is not known");
    const { answer, reason, clause } = decideRelease(
      { reading, recipient: partner, day, action: deed, originator, collection: null, consents, agreement: null },
      policy,
      home.nation,
    );
    if (answer === "permit") return HOLDS;
    return answer === "deny" ? broken(reason) : undetermined(UNDECIDED[clause ?? ""] ?? "the marking leaves it open");
  },
  say: (count) => `${counted(count, "event")} gave a partner material that its marking does not release to it`,
});

/** Reasons by clause, so that equal reasons count together whatever the line says. */
const UNDECIDED: Readonly<Record<string, string>> = {
  readable: "the marking or the recipient's code cannot be read",
  own_nation: "the members of the receiving group are not known",
  release_list: "a group on the release list has members that are not known",
  originator: "a third party decides, and no consent can be looked up",
  official: "the decision of the disclosure official is not on record",
  access_list: "no feed says who is read into the programme",
  foreign_marking: "classified, and no marking says to whom it may go",
};
