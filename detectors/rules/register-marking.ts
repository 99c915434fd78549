import { z } from "zod";
import { parseMarking } from "../../data/markings/parse.js";
import { compareRollUp } from "../../data/markings/rollup-lint.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM object WHERE marking IS NOT NULL) AS is_carried`;

const CASES = /* sql */ `
  SELECT source AS entity_id, basis, day::VARCHAR AS day, day::VARCHAR AS first_day,
    CASE WHEN logged_marking <> register_marking THEN logged_marking END AS logged_marking,
    CASE WHEN logged_marking <> register_marking THEN register_marking END AS register_marking,
    count(*)::INTEGER AS case_count,
    coalesce((list(event_id ORDER BY event_time, event_id) FILTER (logged_marking <> register_marking))[1:200], [])
      AS event_ids,
    (list_sort(list(DISTINCT object_id) FILTER (logged_marking <> register_marking)))[1:20] AS objects
  FROM rule_event
  WHERE logged_marking IS NOT NULL AND register_marking IS NOT NULL
    AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward', 'modify')
  GROUP BY ALL
  ORDER BY entity_id, day, logged_marking, register_marking, basis
`;

/** The line under which an item is opened protects it as the register's own line does: not less, and not more. */
export const registerMarking = rule({
  id: "register-marking",
  question: "Did this system show items under a marking other than their own?",
  entity: "source",
  unit: "events",
  needs: ["access", "objects"],
  why: "less marking than its content asks for lets material out; more keeps it from those who need it",
  source: "IC ISM V10, ISM-ID-00056 to 00149: a line is the roll-up of what it covers, here the item's own marking",
  rung: "disclosure officer",
  consequence: "protection",
  record: { sql: RECORD, absent: "no item in the register has ever carried a marking" },
  innocentExplanations: ["the item was marked anew between the event and the register", "a cover line for a bundle"],
  wouldRefute: ["the decision to mark the item anew, dated between the two"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    day: z.string(),
    logged_marking: z.string().nullable(),
    register_marking: z.string().nullable(),
  }),
  cases: CASES,
  judge({ day, logged_marking, register_marking }, { policy, home }) {
    if (logged_marking === null || register_marking === null) return HOLDS;
    const banner = parseMarking(logged_marking, policy, home.nation).marking;
    const own = parseMarking(register_marking, policy, home.nation).marking;
    if (banner === null || own === null) return undetermined("one of the two lines cannot be read");
    const [first] = compareRollUp(banner, [own], { policy, home: home.nation, day });
    if (first === undefined) return HOLDS;
    const direction = first.direction === "under" ? "too little" : "too much";
    return broken(`${direction}: ${first.what} ${first.banner}, where the item's own line asks for ${first.portions}`);
  },
  say: (count) => `${counted(count, "event")} under a marking other than the item's own`,
});
