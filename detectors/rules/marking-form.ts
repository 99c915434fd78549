import { z } from "zod";
import { readMarking } from "../../data/markings/read.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `
  SELECT EXISTS (SELECT 1 FROM event WHERE marking IS NOT NULL) OR EXISTS (SELECT 1 FROM object WHERE marking IS NOT NULL)
    AS is_carried
`;

const CASES = /* sql */ `
  WITH opened AS (
    SELECT coalesce(originator, $home_nation) AS entity_id, basis, day, marking, is_registered, event_id, event_time,
      object_id,
      CASE WHEN $wanted <> '[]' THEN concat_ws('|', entity_id, basis, day, is_registered, marking) END IN (SELECT unnest(CAST($wanted AS VARCHAR[]))) AS is_wanted
    FROM rule_event
    WHERE object_id IS NOT NULL
      AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward', 'modify')
  )
  SELECT entity_id, basis, concat_ws('|', entity_id, basis, day, is_registered, marking) AS combo, day::VARCHAR AS day, day::VARCHAR AS first_day, marking, is_registered,
    count(*)::INTEGER AS case_count,
    (list(event_id ORDER BY event_time, event_id) FILTER (is_wanted))[1:200] AS event_ids,
    (list_sort(list(DISTINCT object_id) FILTER (is_wanted)))[1:20] AS objects
  FROM opened
  GROUP BY entity_id, basis, day, marking, is_registered
  ORDER BY entity_id, day, marking, basis, is_registered
`;

/** Every item that is opened is marked, and marked as the standard asks. */
export const markingForm = rule({
  id: "marking-form",
  question: "Are items of this originator marked wrongly, or not at all?",
  entity: "partner",
  unit: "events",
  needs: ["access"],
  why: "a line that cannot be read protects nothing, and whoever meets it must guess",
  source: "DoDM 5200.01-V2 Encl. 4; IC ISM V10; policy pack, rules and their clauses",
  rung: "disclosure officer",
  consequence: "protection",
  record: { sql: RECORD, absent: "no event and no item has ever carried a marking" },
  innocentExplanations: ["the log cuts long lines", "a national form that the policy pack does not know"],
  wouldRefute: ["the item itself, with a right marking"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, day: z.string(), marking: z.string().nullable(), is_registered: z.boolean() }),
  cases: CASES,
  prepare(cases, { policy, home }) {
    const lines = new Set(cases.map(({ day, marking }) => JSON.stringify([day, marking])));
    return new Map(
      [...lines].map((key) => {
        const [day, line] = z.tuple([z.string(), z.string().nullable()]).parse(JSON.parse(key));
        return [key, line === null ? null : readMarking(line, { policy, home: home.nation, day })] as const;
      }),
    );
  },
  judge({ day, marking, is_registered }, _context, _params, lines) {
    const reading = lines.get(JSON.stringify([day, marking]));
    if (reading === undefined || reading === null)
      return is_registered
        ? broken("no marking, in the log or in the register")
        : undetermined("the log has no marking, and the item is not in the register");
    const errors = reading.findings.filter(({ severity }) => severity === "error");
    const wrong = errors.find(({ kind }) => kind === "syntax" || kind === "rule" || kind === "form");
    if (wrong !== undefined) return broken(`${wrong.message}: ${wrong.token}`);
    if (errors.length > 0) return undetermined("the line has a word that the policy pack does not know");
    return HOLDS;
  },
  say: (count) => `${counted(count, "event")} on items with a wrong marking or none`,
});
