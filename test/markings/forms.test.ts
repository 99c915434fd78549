import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatMarking } from "../../data/markings/format.js";
import { readMarking } from "../../data/markings/read.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { missing, sharedPath } from "../shared.js";

const setting = (home: string, day = "2026-05-07") => ({ policy: SHIPPED_POLICY, home, day });
const read = (line: string, home = "XHM", day?: string) => readMarking(line, setting(home, day));

describe("national and home-neutral forms", () => {
  it("the home-neutral form is the home nation's own", () => {
    const { marking, findings, is_readable } = read("SECRET//ORCON/REL TO XHM, XAR");
    expect([findings, is_readable]).toEqual([[], true]);
    expect(marking).toMatchObject({
      form: "home",
      level: "SECRET",
      owners: ["XHM"],
      controls: ["ORCON"],
      rel: ["XHM", "XAR"],
    });
  });

  // New Zealand: CLASSIFICATION//CONTROL//DISSEMINATION, NZL first, the rest alphabetical.
  it("New Zealand lists lead with NZL", () => {
    expect(read("TOP SECRET//ORCON/REL TO NZL, FVEY", "NZL").findings).toEqual([]);
    expect(read("TOP SECRET//REL TO AUS, NZL", "NZL").findings.map(({ rule }) => rule)).toContain("dodm-10.e.4");
    expect(read("TOP SECRET//NZEO", "NZL").marking?.controls).toEqual(["NZEO"]);
    expect(read("SENSITIVE", "NZL").marking).toMatchObject({ form: "home", level: "RESTRICTED" });
  });

  it("an Australian list needs no TO, and a caveat may follow the level after a blank", () => {
    expect(read("SECRET//REL AUS, CAN, NZL", "AUS").marking?.rel).toEqual(["AUS", "CAN", "NZL"]);
    expect(read("PROTECTED AUSTEO", "XHM").marking).toMatchObject({
      form: "national",
      owners: ["AUS"],
      level: "CONFIDENTIAL",
      controls: ["AUSTEO"],
    });
    expect(read("OFFICIAL: Sensitive", "AUS").marking).toMatchObject({ level: "RESTRICTED" });
  });

  it.each([
    ["UK SECRET - UK EYES ONLY", { level: "SECRET", eyes: ["GBR"] }],
    ["UK TOP SECRET - UK/US EYES ONLY", { level: "TOP SECRET", eyes: ["GBR", "USA"] }],
    [
      "OFFICIAL-SENSITIVE - HMG USE ONLY - COMMERCIAL",
      { level: "RESTRICTED", handling: ["HMG USE ONLY"], descriptors: ["COMMERCIAL"] },
    ],
    ["UK OFFICIAL-SENSITIVE - DEFRA USE ONLY", { level: "RESTRICTED", use_only: ["DEFRA"] }],
    ["OFFICIAL-SENSITIVE COMMERCIAL", { level: "RESTRICTED", descriptors: ["COMMERCIAL"] }],
  ])("the UK line %s is read", (line, expected) => {
    const { marking, is_readable } = read(line);
    expect(is_readable).toBe(true);
    expect(marking).toMatchObject({ form: "national", owners: ["GBR"], ...expected });
  });

  it.each([
    ["NATO SECRET//ATOMAL", "USA", { form: "fgi", authority: "NATO", level: "SECRET" }],
    ["//NS-A", "USA", { authority: "NATO", level: "SECRET", nato: ["ATOMAL"] }],
    ["CTS-B", "XHM", { authority: "COSMIC", level: "TOP SECRET", nato: ["BOHEMIA"] }],
    ["COSMIC TOP SECRET", "XHM", { form: "fgi", authority: "COSMIC", owners: ["NATO"] }],
    ["SECRET UE/EU SECRET", "XHM", { form: "national", owners: ["EU"], level: "SECRET" }],
    ["TRÈS SECRET//SPÉCIAL FRANCE", "XHM", { form: "national", owners: ["FRA"], controls: ["SPECIAL FRANCE"] }],
    ["VS-NfD", "XHM", { form: "national", owners: ["DEU"], level: "RESTRICTED" }],
    ["(S//NF)", "USA", { form: "home", level: "SECRET", controls: ["NOFORN"] }],
  ])("%s is read", (line, home, expected) => {
    const { marking, is_readable } = read(line, home);
    expect(is_readable).toBe(true);
    expect(marking).toMatchObject(expected);
  });
});

describe("words that several systems use", () => {
  it("are read in the home nation's own line or with the UK prefix, and are ambiguous elsewhere", () => {
    expect(read("OFFICIAL", "AUS").marking).toMatchObject({ form: "home", owners: ["AUS"], level: "RESTRICTED" });
    expect(read("OFFICIAL", "GBR").marking).toMatchObject({ form: "national", owners: ["GBR"] });
    expect(read("UK OFFICIAL", "XHM").marking).toMatchObject({ form: "national", owners: ["GBR"] });
    expect(read("OFFICIAL", "XHM").is_readable).toBe(false);
  });

  it("a dash makes no UK line of a common level", () => {
    expect(read("SECRET - REL TO XHM, XAR", "XHM").is_readable).toBe(false);
    expect(read("SECRET - UK EYES ONLY", "GBR").marking).toMatchObject({ form: "national", eyes: ["GBR"] });
  });

  it("a list of eyes may stand with slashes, and nothing is said of it", () => {
    expect(read("SECRET//AUS/CAN EYES ONLY", "XHM").findings).toEqual([]);
  });
});

describe("what is said about a line", () => {
  it("names the token, its place, the rule and what would be right", () => {
    expect(read("SECRET//REL TO USA, GBR, CAN", "USA").findings[0]).toMatchObject({
      rule: "dodm-10.e.4",
      paragraph: "10.e.4.",
      token: "USA, GBR, CAN",
      offset: 8,
      remedy: "reorder the list: USA, CAN, GBR",
    });
    expect(read("SECRET//ORCON/NOFRON").findings[0]).toMatchObject({
      kind: "unknown",
      token: "NOFRON",
      offset: 14,
      remedy: "write NOFORN",
    });
    expect(read("  SECERT//NOFORN").findings[0]).toMatchObject({ rule: "level-missing", token: "SECERT", offset: 2 });
  });

  it.each([
    ["a token of no list", "SECRET//REL TO XHM, QQQ"],
    ["two release lists", "SECRET//REL TO XHM, XAR//REL TO XHM, XBE"],
    ["a list without codes", "SECRET//REL TO"],
    ["an empty place in a list", "SECRET//REL TO XHM, , XAR"],
    ["an override character", "SECRET//NOFORN\u202e"],
    ["a look-alike letter", "\u017fECRET//NOFORN"],
    ["a blank that is no blank", "SECRET//REL TO\u00a0XHM, XAR"],
    ["a qualifier of a level that is not NATO's", "//S-A"],
    ["nothing", "   "],
    ["a line beyond the bound", `SECRET//${"A".repeat(5000)}`],
  ])("%s leaves the line unreadable", (_what, line) => {
    const reading = read(line);
    expect(reading.is_readable).toBe(false);
    expect(reading.findings.some(({ kind }) => kind === "syntax" || kind === "unknown")).toBe(true);
  });

  it.each([
    ["blanks for commas", "SECRET//REL TO XHM XAR", "list-separator"],
    ["commas without blanks", "SECRET//REL TO XHM,XAR", "list-separator"],
    ["a trailing separator", "SECRET//NOFORN/", "empty-item"],
    ["small letters", "Secret//noforn", "case"],
    ["categories out of order", "SECRET//NOFORN//SI", "category-order"],
  ])("%s are read, and said", (_what, line, rule) => {
    const reading = read(line);
    expect(reading.is_readable).toBe(true);
    expect(reading.findings.map((finding) => finding.rule)).toContain(rule);
  });

  it("a level word or group past its day is said", () => {
    expect(read("CONFIDENTIEL DEFENSE", "XHM", "2021-06-30").findings).toEqual([]);
    expect(read("CONFIDENTIEL DEFENSE", "XHM", "2021-07-01").findings.map(({ rule }) => rule)).toEqual([
      "out-of-force",
    ]);
    expect(read("SECRET//REL TO USA, ISAF", "USA", "2015-01-01").findings.map(({ rule }) => rule)).toEqual([
      "out-of-force",
    ]);
  });
});

const objects = sharedPath("worlds/quiet/feeds/objects.csv");
describe.skipIf(missing(objects, "worlds"))("the fictional worlds", () => {
  it.each(["quiet", "busy"])(
    "every marking of the %s world is read without a finding and formats as itself",
    (world) => {
      const text = readFileSync(sharedPath(`worlds/${world}/feeds/objects.csv`) ?? "", "utf8");
      const lines = new Set(
        text.split("\n").flatMap((row) => /,("?)([A-Z ]+\/\/[^"]*?)\1,\d{4}-/.exec(row)?.[2] ?? []),
      );
      expect(lines.size).toBeGreaterThan(100);
      for (const line of lines) {
        const { marking, findings } = read(line);
        expect([line, findings]).toEqual([line, []]);
        expect(marking === null ? null : formatMarking(marking, SHIPPED_POLICY, "XHM")).toBe(line);
      }
    },
  );
});
