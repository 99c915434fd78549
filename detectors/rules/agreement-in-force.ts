import { FLOWS, flowShape, inForce, UNDATED } from "./agreements.js";
import { broken, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

/** Every flow to a partner rests on an agreement with that partner in force on the day. */
export const agreementInForce = rule({
  id: "agreement-in-force",
  question: "Did material reach this partner on a day on which no agreement with it was in force?",
  entity: "partner",
  unit: "events",
  needs: ["access", "agreements"],
  why: "an agreement is what lets material be shared and what binds the partner that receives it",
  source: "32 CFR 117.19; contract on feeds, agreements.valid_from and valid_to, both days included",
  rung: "agreement owner",
  consequence: "disclosure",
  innocentExplanations: [
    "the agreement was prolonged and the register not yet",
    "another agreement, not in the register, covers the flow",
  ],
  wouldRefute: ["a signed prolongation dated before the first of these events"],
  params: NO_PARAMS,
  caseShape: flowShape,
  cases: FLOWS,
  judge({ agreements, day }) {
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length > 0) return HOLDS;
    if (agreements.length === 0) return broken("the register has no agreement with it");
    const ends = agreements.map(({ valid_to }) => valid_to ?? "").filter((end) => end !== "" && end < day);
    const last = ends.toSorted().at(-1);
    return broken(last === undefined ? "the agreement had not begun" : `the last agreement ended on ${last}`);
  },
  say: (count) => `${counted(count, "event")} took material to this partner with no agreement in force`,
});
