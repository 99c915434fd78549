import { describe, expect, it } from "vitest";
import { parseMarking } from "../../data/markings/parse.js";
import { decideRelease } from "../../data/markings/release.js";
import { type ReleaseCase, releaseActionOf } from "../../data/markings/release-case.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { RELEASE_CLAUSES } from "../../data/policy/schema.js";

const HOME = "XHM";
const TERMS = { max_classification: "TOP SECRET", collections: ["CYBER-1"] };

interface Row extends Partial<Omit<ReleaseCase, "reading">> {
  readonly marking: string;
  readonly home?: string;
}

function decide({ marking, home = HOME, ...rest }: Row) {
  return decideRelease(
    {
      reading: parseMarking(marking, SHIPPED_POLICY, home),
      recipient: "XAR",
      day: "2026-05-07",
      action: "copy",
      originator: HOME,
      collection: "CYBER-1",
      consents: null,
      agreement: TERMS,
      ...rest,
    },
    SHIPPED_POLICY,
    home,
  );
}

/** A consent of XGA for XAR, in force on the one day of the table. */
const CONSENT = { originator: "XGA", partner: "XAR", valid_from: "2026-05-07", valid_to: "2026-05-07" };
const REL = "SECRET//REL TO XHM, XAR, XBE";

/** Worked by hand from the clauses' sources in the policy pack. Each row: what is claimed, the case, answer, settling clause. */
const TABLE: readonly (readonly [string, Row, string, string | null])[] = [
  // 1 readable: IC ISM V10, 00253 to 00267
  ["an unknown token leaves it undetermined", { marking: "SECRET//NOFRON" }, "undetermined", "readable"],
  [
    "an unknown token leaves it undetermined even beside NOFORN",
    { marking: "SECRET//QQX1//NOFORN" },
    "undetermined",
    "readable",
  ],
  [
    "an unknown nation in the list leaves it undetermined",
    { marking: "SECRET//REL TO XHM, XAR, QQQ" },
    "undetermined",
    "readable",
  ],
  ["no marking is undetermined", { marking: "" }, "undetermined", "readable"],
  ["an unknown recipient is undetermined", { marking: REL, recipient: "QQQ" }, "undetermined", "readable"],
  // 2 own nation: DoDM 5200.01-V2 Encl. 4 App. 2 para. 2
  ["NOFORN denies a foreign recipient", { marking: "SECRET//NOFORN" }, "deny", "own_nation"],
  ["NOFORN lets the home nation have it", { marking: "SECRET//NOFORN", recipient: HOME }, "permit", null],
  [
    "NOFORN denies what a contradicting list would allow",
    { marking: "SECRET//NOFORN/REL TO XHM, XAR" },
    "deny",
    "own_nation",
  ],
  ["another nation's eyes-only caveat denies", { marking: "SECRET//AUSTEO" }, "deny", "own_nation"],
  [
    "another nation's eyes-only caveat lets that nation have it",
    { marking: "SECRET//AUSTEO", recipient: "AUS" },
    "permit",
    null,
  ],
  ["SBU NOFORN denies as NOFORN does", { marking: "UNCLASSIFIED//SBU NOFORN" }, "deny", "own_nation"],
  // 3 list: para. 10.e
  ["a nation on the list may have it", { marking: REL }, "permit", null],
  ["a nation one letter off the list may not", { marking: REL, recipient: "XAS" }, "deny", "release_list"],
  ["home on the list may have it", { marking: REL, recipient: HOME }, "permit", null],
  [
    "a member of a listed group may have it",
    { marking: "SECRET//REL TO USA, NATO", home: "USA", originator: "USA", recipient: "SWE" },
    "permit",
    null,
  ],
  [
    "the day before it joined it may not",
    { marking: "SECRET//REL TO USA, NATO", home: "USA", originator: "USA", recipient: "SWE", day: "2024-03-06" },
    "deny",
    "release_list",
  ],
  [
    "the day it joined it may",
    { marking: "SECRET//REL TO USA, NATO", home: "USA", originator: "USA", recipient: "SWE", day: "2024-03-07" },
    "permit",
    null,
  ],
  [
    "a group of unknown members leaves it undetermined",
    { marking: "SECRET//REL TO USA, KFOR", home: "USA", originator: "USA", recipient: "DEU" },
    "undetermined",
    "release_list",
  ],
  [
    "unless the recipient is named too",
    { marking: "SECRET//REL TO USA, DEU, KFOR", home: "USA", originator: "USA", recipient: "DEU" },
    "permit",
    null,
  ],
  [
    "a group that had ended is unresolved, not empty",
    { marking: "SECRET//REL TO USA, ISAF", home: "USA", originator: "USA", recipient: "DEU" },
    "undetermined",
    "release_list",
  ],
  [
    "a group as recipient is judged by all its members",
    { marking: "SECRET//REL TO USA, ACGU", home: "USA", originator: "USA", recipient: "TEYE" },
    "permit",
    null,
  ],
  [
    "and denied if one member is missing",
    { marking: "SECRET//REL TO USA, ACGU", home: "USA", originator: "USA", recipient: "FVEY" },
    "deny",
    "release_list",
  ],
  ["eyes only is a list", { marking: "SECRET//XHM/XAR EYES ONLY" }, "permit", null],
  ["eyes only denies others", { marking: "SECRET//XHM/XBE EYES ONLY" }, "deny", "release_list"],
  // display only: para. 10.g
  ["display only may be shown", { marking: "SECRET//DISPLAY ONLY XAR", action: "display" }, "permit", null],
  ["display only may not be copied", { marking: "SECRET//DISPLAY ONLY XAR" }, "deny", "display_only"],
  [
    "display only to others denies showing",
    { marking: "SECRET//DISPLAY ONLY XBE", action: "display" },
    "deny",
    "release_list",
  ],
  [
    "display only beside a list that names the recipient allows a copy",
    { marking: "SECRET//REL TO XHM, XAR/DISPLAY ONLY XBE" },
    "permit",
    null,
  ],
  [
    "display only beside a list that does not name it shows only",
    { marking: "SECRET//REL TO XHM, XBE/DISPLAY ONLY XAR", action: "display" },
    "permit",
    null,
  ],
  ["and gives no copy", { marking: "SECRET//REL TO XHM, XBE/DISPLAY ONLY XAR" }, "deny", "display_only"],
  // 4 originator: para. 10.d; 32 CFR 2001.54
  ["the originator's own list is its consent", { marking: "SECRET//ORCON/REL TO XHM, XAR" }, "permit", null],
  ["and for a third party's item too", { marking: REL, originator: "XGA" }, "permit", null],
  [
    "ORCON without a list and without a consents feed is undetermined",
    { marking: "SECRET//ORCON" },
    "undetermined",
    "originator",
  ],
  ["ORCON without a list and without consent denies", { marking: "SECRET//ORCON", consents: [] }, "deny", "originator"],
  [
    "ORCON and RELIDO without consent denies, whatever the official says",
    { marking: "SECRET//ORCON/RELIDO", consents: [], official_decision: "released" },
    "deny",
    "originator",
  ],
  [
    "a third party's item with its consent may go on",
    { marking: "SECRET//RELIDO", originator: "XGA", consents: [CONSENT], official_decision: "released" },
    "permit",
    null,
  ],
  [
    "but not the day after the consent ended",
    {
      marking: "SECRET//RELIDO",
      originator: "XGA",
      consents: [CONSENT],
      day: "2026-05-08",
      official_decision: "released",
    },
    "deny",
    "originator",
  ],
  [
    "nor the day before it began",
    {
      marking: "SECRET//RELIDO",
      originator: "XGA",
      consents: [CONSENT],
      day: "2026-05-06",
      official_decision: "released",
    },
    "deny",
    "originator",
  ],
  [
    "nor to one nation off",
    {
      marking: "SECRET//RELIDO",
      originator: "XGA",
      consents: [CONSENT],
      recipient: "XAS",
      official_decision: "released",
    },
    "deny",
    "originator",
  ],
  [
    "nor on another nation's consent",
    { marking: "SECRET//RELIDO", originator: "XGB", consents: [CONSENT], official_decision: "released" },
    "deny",
    "originator",
  ],
  ["an originator may have its own item back", { marking: "//XAR SECRET", originator: "XAR" }, "permit", null],
  [
    "a foreign line goes to no third party unasked",
    { marking: "//XGA SECRET", originator: "XGA", consents: [] },
    "deny",
    "originator",
  ],
  [
    "a foreign line without a consents feed is undetermined",
    { marking: "//XGA SECRET", originator: "XGA" },
    "undetermined",
    "originator",
  ],
  [
    "consent to a list does not widen it",
    { marking: "SECRET//REL TO XHM, XBE", originator: "XGA", consents: [CONSENT] },
    "deny",
    "release_list",
  ],
  [
    "the home list does not speak for a source inside",
    { marking: "SECRET//FGI XGA//REL TO XHM, XAR", consents: [] },
    "deny",
    "originator",
  ],
  ["but the source may have its own", { marking: "SECRET//FGI XAR//REL TO XHM, XAR", consents: [] }, "permit", null],
  [
    "a concealed source is undetermined",
    { marking: "SECRET//FGI//REL TO XHM, XAR", consents: [] },
    "undetermined",
    "originator",
  ],
  [
    "NATO information may go to a member",
    { marking: "//NATO SECRET", home: "USA", originator: null, recipient: "DEU" },
    "permit",
    null,
  ],
  [
    "and not to another without consent",
    { marking: "//NATO SECRET", home: "USA", originator: null, recipient: "AUT", consents: [] },
    "deny",
    "originator",
  ],
  [
    "a joint owner may have it",
    { marking: "//JOINT SECRET CAN DEU USA", home: "USA", originator: null, recipient: "DEU", consents: [] },
    "permit",
    null,
  ],
  [
    "and no third nation",
    { marking: "//JOINT SECRET CAN DEU USA", home: "USA", originator: null, recipient: "FRA", consents: [] },
    "deny",
    "originator",
  ],
  // 5 official: App. 2 para. 4
  ["RELIDO without a decision is undetermined", { marking: "SECRET//RELIDO" }, "undetermined", "official"],
  ["RELIDO released may go", { marking: "SECRET//RELIDO", official_decision: "released" }, "permit", null],
  ["RELIDO refused may not", { marking: "SECRET//RELIDO", official_decision: "refused" }, "deny", "official"],
  // access lists: paras. 7 and 8
  ["a programme is undetermined", { marking: "SECRET//SAR-ABC//REL TO XHM, XAR" }, "undetermined", "access_list"],
  ["atomic information is undetermined", { marking: "SECRET//RD//REL TO XHM, XAR" }, "undetermined", "access_list"],
  // 6 agreement: 32 CFR 117.19
  ["no agreement in force denies", { marking: REL, agreement: "none" }, "deny", "agreement"],
  ["without an agreements feed the clause does not speak", { marking: REL, agreement: null }, "permit", null],
  [
    "a level at the ceiling is within it",
    { marking: REL, agreement: { ...TERMS, max_classification: "SECRET" } },
    "permit",
    null,
  ],
  [
    "a level above the ceiling denies",
    { marking: REL, agreement: { ...TERMS, max_classification: "CONFIDENTIAL" } },
    "deny",
    "ceiling",
  ],
  [
    "a national level is compared by its equivalent",
    { marking: REL, agreement: { ...TERMS, max_classification: "PROTECTED" } },
    "deny",
    "ceiling",
  ],
  [
    "a ceiling in no known words is undetermined",
    { marking: REL, agreement: { ...TERMS, max_classification: "COSY" } },
    "undetermined",
    "ceiling",
  ],
  [
    "a ceiling left empty is undetermined",
    { marking: REL, agreement: { ...TERMS, max_classification: null } },
    "undetermined",
    "ceiling",
  ],
  ["a collection outside denies", { marking: REL, collection: "CYBER-2" }, "deny", "collection"],
  ["an unknown collection is undetermined", { marking: REL, collection: null }, "undetermined", "collection"],
  ["the home nation needs no agreement", { marking: REL, recipient: HOME, agreement: "none" }, "permit", null],
  // 7 foreign marking: IC ISM V10, 00119
  [
    "classified without any word on foreign release is undetermined",
    { marking: "SECRET" },
    "undetermined",
    "foreign_marking",
  ],
  ["RESTRICTED is classified outside the United States", { marking: "RESTRICTED" }, "undetermined", "foreign_marking"],
  ["unclassified needs none", { marking: "UNCLASSIFIED" }, "permit", null],
  // precedence
  [
    "a broken clause outweighs an undetermined one",
    { marking: "SECRET//RELIDO", agreement: "none" },
    "deny",
    "agreement",
  ],
];

describe("the release decision", () => {
  it.each(TABLE)("%s", (_claim, row, answer, clause) => {
    const decision = decide(row);
    expect([decision.answer, decision.clause]).toEqual([answer, clause]);
  });

  it("has a row for every clause that settles a case", () => {
    const settling = new Set(TABLE.flatMap(([, , , clause]) => (clause === null ? [] : [clause])));
    expect([...settling].toSorted()).toEqual([...RELEASE_CLAUSES].toSorted());
  });

  it("gives a source and a reason with every clause", () => {
    for (const [, row] of TABLE) {
      for (const { source, reason } of decide(row).clauses) {
        expect(source).not.toBe("");
        expect(reason).not.toBe("");
      }
    }
  });

  it("says that a clause without its feed was not assessed", () => {
    const { clauses } = decide({ marking: REL, agreement: null });
    expect(clauses.filter(({ answer }) => answer === "not_assessed").map(({ clause }) => clause)).toEqual([
      "agreement",
      "ceiling",
      "collection",
    ]);
  });

  it("never permits more when a list is shortened, an agreement ends or the level rises", () => {
    const permits = (row: Row) => (decide(row).answer === "permit" ? 1 : 0);
    for (const recipient of ["XAR", "XBE", "XCA", HOME]) {
      const row = { marking: REL, recipient };
      expect(permits({ ...row, marking: "SECRET//REL TO XHM, XAR" })).toBeLessThanOrEqual(permits(row));
      expect(permits({ ...row, agreement: "none" })).toBeLessThanOrEqual(permits(row));
      expect(
        permits({ ...row, marking: `TOP ${REL}`, agreement: { ...TERMS, max_classification: "SECRET" } }),
      ).toBeLessThanOrEqual(permits(row));
    }
  });

  it("is about actions that put an item before someone", () => {
    expect(["view", "download", "print", "export", "share", "receive", "forward"].map(releaseActionOf)).toEqual([
      "display",
      "copy",
      "copy",
      "copy",
      "copy",
      "copy",
      "copy",
    ]);
    expect(["login", "search", "modify", "destroy", "admin", "constructor"].map(releaseActionOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
