import { levelOf, levelRank } from "../../data/policy/policy.js";
import { FLOWS, flowShape, inForce, UNDATED } from "./agreements.js";
import { broken, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";

/** Nothing above the highest class of the agreement in force goes to a partner. */
export const agreementClass = rule({
  id: "agreement-class",
  question: "Was material above the agreement's highest class given to this partner?",
  entity: "partner",
  unit: "events",
  needs: ["access", "agreements"],
  why: "the ceiling says for which class of material the partner has promised protection",
  source: "32 CFR 117.19; contract on feeds, agreements.max_classification",
  rung: "disclosure officer",
  consequence: "disclosure",
  innocentExplanations: ["the item was downgraded and the log carried the earlier line", "an exception was granted"],
  wouldRefute: ["a recorded exception to the ceiling, dated before the event"],
  params: NO_PARAMS,
  caseShape: flowShape,
  cases: FLOWS,
  prepare: readLines,
  judge({ agreements, day, marking }, { policy }, _params, lines) {
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return undetermined("no agreement was in force, so none sets a ceiling");
    if (marking === null) return undetermined("the item's marking is not known");
    const level = lines.get(marking)?.marking?.level;
    if (level === undefined) return undetermined("the marking cannot be read");
    const ceilings = papers.map(({ max_classification }) =>
      max_classification === null ? null : levelOf(policy, max_classification, day),
    );
    if (ceilings.some((ceiling) => ceiling !== null && levelRank(ceiling) >= levelRank(level))) return HOLDS;
    if (ceilings.includes(null)) return undetermined("the agreement's ceiling is not known");
    return broken(`${level} is above ${ceilings.join(" and ")}`);
  },
  say: (count) => `${counted(count, "event")} took material to this partner above the agreement's highest class`,
});
