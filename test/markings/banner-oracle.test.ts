import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Reading } from "../../data/markings/model.js";
import { readMarking } from "../../data/markings/read.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { missing, sharedPath } from "../shared.js";

const path = sharedPath("oracles/banner_markings/cases.json");
const caseSchema = z.object({
  kind: z.enum(["banner", "portion"]),
  test: z.string(),
  marking: z.string(),
  expect: z.record(z.string(), z.unknown()).optional(),
  expect_raw: z.array(z.string()).optional(),
  should_fail: z.boolean().optional(),
});
const cases =
  path === null ? [] : z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(readFileSync(path, "utf8"))).cases;

const SETTING = { policy: SHIPPED_POLICY, home: "USA", day: "2013-03-01" };
const DODM = "DoDM 5200.01-V2";
const under = (token: string) => token.replaceAll(" ", "_");
const set = (value: unknown) => z.array(z.string()).parse(value).toSorted();

/** DoDM paragraphs of the rules a line breaks: the vocabulary of the reference cases. */
function paragraphs(reading: Reading): string[] {
  return reading.findings
    .filter(({ standard }) => standard === DODM)
    .map(({ paragraph }) => paragraph ?? "")
    .toSorted();
}

/** One field of a reference case against the reading; every field that occurs must be named here. */
function holds(field: string, value: unknown, reading: Reading): unknown {
  const marking = reading.marking;
  if (marking === null) throw new Error("not read");
  const aea = marking.aea[0];
  switch (field) {
    case "validationParaRefs":
      return expect(paragraphs(reading)).toEqual(set(value));
    case "classification":
      return expect(under(marking.level)).toBe(value);
    case "fgiAuthority":
      return expect(marking.authority).toBe(value);
    case "jointAuthorities":
      return expect(marking.owners.toSorted()).toEqual(set(value));
    case "firstAuthority":
      return expect(marking.owners.toSorted()[0]).toBe(value);
    case "sciControl":
      return expect(
        marking.sci.map(({ system, compartments }) => ({
          control: system,
          compartments: Object.fromEntries(compartments.map(({ name, subs }) => [name, subs])),
        })),
      ).toEqual(value);
    case "multiple":
      return expect(marking.sap?.is_multiple).toBe(value);
    case "hvsaco":
      return expect(marking.sap?.is_hvsaco).toBe(value);
    case "programs":
      return expect(marking.sap?.programs).toEqual(value);
    case "cnwdi":
      return expect(aea?.is_cnwdi).toBe(value);
    case "sigmas":
      return expect(aea?.sigmas).toEqual(value);
    case "dod":
    case "dodUcni":
      return expect(aea?.type === "DCNI").toBe(value);
    case "doe":
    case "doeUcni":
      return expect(aea?.type === "UCNI").toBe(value);
    case "type": {
      const type = { DCNI: "DOD_UCNI", UCNI: "DOE_UCNI", RD: "RD", FRD: "FRD", TFNI: "TFNI" };
      const form = { home: "US", fgi: "FGI", joint: "JOINT", national: "national" };
      return expect(aea === undefined ? form[marking.form] : type[aea.type]).toBe(value);
    }
    case "countryCodes":
      return expect(marking.fgi?.codes ?? []).toEqual(value);
    case "hasConcealedFgi":
      return expect(marking.fgi !== null && marking.fgi.codes.length === 0).toBe(value);
    case "relTo":
      return expect((marking.rel ?? []).toSorted()).toEqual(set(value));
    case "displayTo":
      return expect((marking.display ?? []).toSorted()).toEqual(set(value));
    case "dissem":
      // RS is RISK SENSITIVE in CVEnumISMDissem (IC ISM V10); the reference implementation does not list it.
      return expect(
        marking.controls
          .filter((id) => id !== "RSEN")
          .map(under)
          .toSorted(),
      ).toEqual(set(value));
    case "otherDissem":
      return expect(marking.other.map(under).toSorted()).toEqual(set(value));
    case "accm":
      return expect(marking.accm).toEqual(value);
    default:
      throw new Error(`no check for ${field}`);
  }
}

describe.skipIf(missing(path, "banner_markings"))("the 249 reference cases of DoDM 5200.01-V2", () => {
  it("are all there: 249, of which 93 must fail", () => {
    expect([cases.length, cases.filter((one) => one.should_fail).length]).toEqual([249, 93]);
  });

  it.each(cases.map((one, index) => [index, one.kind, one.marking, one] as const))(
    "%i %s %s",
    (_index, _kind, text, one) => {
      const reading = readMarking(text, SETTING);
      for (const [field, value] of Object.entries(one.expect ?? {})) holds(field, value, reading);
      expect(reading.findings.filter(({ kind }) => kind === "syntax")).toEqual([]);
      if (one.should_fail !== true) expect(paragraphs(reading)).toEqual([]);
      expect(one.expect !== undefined || one.expect_raw !== undefined).toBe(true);
    },
  );

  // The two lines whose expectation is code in the reference (`expect_raw`), worked by hand from that code.
  it("reads a waived programme", () => {
    for (const text of ["TOP SECRET//SAR-BP//WAIVED", "TS//SAR-BP//WAIVED"]) {
      const { marking } = readMarking(text, SETTING);
      expect(marking).toMatchObject({
        level: "TOP SECRET",
        sap: { is_multiple: false, programs: ["BP"] },
        controls: ["WAIVED"],
      });
    }
  });

  it("reads a line with every category", () => {
    const lines = cases.filter((one) => one.test === "test complex marking");
    expect(lines).toHaveLength(2);
    for (const { marking: text, kind } of lines) {
      const gamma = kind === "banner" ? "GAMMA" : "G";
      expect(readMarking(text, SETTING).marking).toMatchObject({
        level: "TOP SECRET",
        sci: [
          { system: "ABC", compartments: [] },
          { system: "COMINT", compartments: [] },
          {
            system: "SI",
            compartments: [
              { name: gamma, subs: [] },
              { name: "XXX", subs: [] },
            ],
          },
          { system: "FOO", compartments: [{ name: "O", subs: ["XYZ"] }] },
        ],
        sap: { is_multiple: false, programs: ["BP", "GB", "TC"] },
        aea: [{ type: "RD", sigmas: [2, 5, 6] }],
        fgi: { codes: ["CAN", "NZL"] },
        controls: ["IMCON", "PROPIN", "DEA SENSITIVE"],
        rel: ["USA", "CAN", "NZL"],
        display: ["AFG"],
        accm: ["LEMONADE", "PARTY FAVORS"],
        other: ["LIMDIS", "SBU NOFORN"],
      });
    }
  });
});
