import { FLOWS, flowShape, inForce, UNDATED } from "./agreements.js";
import { broken, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

/** Only the collections that the agreement in force names go to a partner. */
export const agreementCollection = rule({
  id: "agreement-collection",
  question: "Was material of a collection outside the agreement given to this partner?",
  entity: "partner",
  unit: "events",
  needs: ["access", "agreements"],
  why: "an agreement covers the bodies of material it names and no others",
  source: "32 CFR 117.19; contract on feeds, agreements.collections",
  rung: "disclosure officer",
  consequence: "disclosure",
  innocentExplanations: ["the collection was renamed or split", "the agreement was widened and the register not yet"],
  wouldRefute: ["an annex to the agreement that names the collection, dated before the event"],
  params: NO_PARAMS,
  caseShape: flowShape,
  cases: FLOWS,
  judge({ agreements, day, collection }) {
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return undetermined("no agreement was in force, so none names collections");
    if (collection === null) return undetermined("the item's collection is not known");
    if (papers.some(({ collections }) => collections?.includes(collection))) return HOLDS;
    if (papers.some(({ collections }) => collections === null || collections.length === 0))
      return undetermined("the agreement's collections are not known");
    return broken(`${collection} is not in the agreement`);
  },
  say: (count) => `${counted(count, "event")} took material of collections outside the agreement to this partner`,
});
