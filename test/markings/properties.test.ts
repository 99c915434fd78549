import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMarking } from "../../data/markings/format.js";
import { BARE, type Marking } from "../../data/markings/model.js";
import { listOrder } from "../../data/markings/order.js";
import { parseMarking } from "../../data/markings/parse.js";
import { readMarking } from "../../data/markings/read.js";
import { decideRelease } from "../../data/markings/release.js";
import { rollUp } from "../../data/markings/rollup.js";
import { levelRank, SHIPPED_POLICY } from "../../data/policy/policy.js";

const SETTING = { policy: SHIPPED_POLICY, home: "USA", day: "2020-01-01" };
const { pack } = SHIPPED_POLICY;

const pieces = fc.constantFrom(
  ...[
    "//",
    "/",
    " ",
    ",",
    "-",
    " - ",
    "(",
    ")",
    "\u202e",
    "\u2066",
    "\u0000",
    "REL TO ",
    "DISPLAY ONLY ",
    " EYES ONLY",
    " USE ONLY",
  ],
  ...["JOINT ", "COSMIC ", "NATO ", "FGI ", "SAR-", "ACCM-", "RD-SIGMA ", "SI-G", "USA", "CAN", "QQQ", "1", "UK "],
  ...pack.level_words.map(({ word }) => word),
  ...pack.controls.map(({ id }) => id),
);
const lineText = fc.array(pieces, { maxLength: 30 }).map((list) => list.join(""));

describe("any text", () => {
  it("never makes the reader, the rules or the decision throw, and every offset lies in it", () => {
    const any = fc.oneof(lineText, fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 300 }));
    fc.assert(
      fc.property(any, fc.constantFrom("USA", "XHM", "GBR", "NZL"), (text, home) => {
        const reading = readMarking(text, { ...SETTING, home });
        for (const { offset, token } of reading.findings) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(text.length);
          expect(token.length).toBeLessThanOrEqual(60);
        }
        if (reading.marking === null || !reading.is_readable) {
          expect(reading.findings.some(({ kind }) => kind === "syntax" || kind === "unknown")).toBe(true);
        }
        const decision = decideRelease(
          {
            reading,
            recipient: "DEU",
            day: SETTING.day,
            action: "copy",
            originator: null,
            collection: null,
            consents: null,
            agreement: null,
          },
          SHIPPED_POLICY,
          home,
        );
        if (!reading.is_readable) expect(decision.answer).toBe("undetermined");
      }),
      { numRuns: 3000, seed: 5200 },
    );
  });

  it("of 10,000 characters is answered at once, whatever it repeats", () => {
    const repeated = [
      "A",
      "/",
      "//",
      "-",
      " ",
      ",",
      "REL TO ",
      "SI-",
      "(",
      "\u202e",
      "SAR-A/",
      "USA, ",
      "RD-",
      "NOFRON/",
      "É",
    ];
    for (const part of repeated) {
      for (const length of [4000, 10_000]) {
        const text = `SECRET//${part.repeat(length)}`.slice(0, length);
        const from = performance.now();
        readMarking(text, SETTING);
        expect(performance.now() - from).toBeLessThan(500);
      }
    }
  });
});

const codes = fc.uniqueArray(fc.constantFrom("AUS", "CAN", "DEU", "FRA", "GBR", "NZL", "NATO", "FVEY", "KFOR"), {
  minLength: 1,
  maxLength: 6,
});
const ids = (category: string) =>
  fc.subarray(pack.controls.filter((one) => one.category === category).map(({ id }) => id));
const marking: fc.Arbitrary<Marking> = fc
  .record({
    level: fc.constantFrom("CONFIDENTIAL", "SECRET", "TOP SECRET"),
    sci: fc.subarray(["EL", "HCS", "KDK", "SI", "TK"]),
    programs: fc.option(fc.uniqueArray(fc.constantFrom("BP", "GB", "TC", "BUTTERED POPCORN"), { minLength: 1 })),
    rd: fc.option(fc.record({ is_cnwdi: fc.boolean(), sigmas: fc.subarray([1, 14, 20]) })),
    fgi: fc.option(codes),
    controls: ids("dissem"),
    other: ids("other"),
    handling: ids("handling"),
    descriptors: ids("descriptor"),
    accm: fc.subarray(["LEMONADE", "PARTY FAVORS"]),
    rel: fc.option(codes),
    display: fc.option(codes),
  })
  .map(({ level, sci, programs, rd, fgi, rel, display, ...rest }) => ({
    ...BARE,
    ...rest,
    form: "home" as const,
    level,
    level_word: level.toLowerCase().replace(" ", "-"),
    owners: ["USA"],
    sci: sci.map((system) => ({ system, compartments: [{ name: "ABC", subs: ["X", "Y"] }] })),
    sap: programs === null ? null : { is_multiple: false, is_hvsaco: false, programs },
    aea: rd === null ? [] : [{ type: "RD" as const, ...rd }],
    fgi: fgi === null ? null : { codes: listOrder(fgi) },
    rel: rel === null ? null : listOrder(["USA", ...rel], "USA"),
    display: display === null ? null : listOrder(display),
  }));

describe("formatting", () => {
  it("gives a line that reads back as the same marking, long and short", () => {
    fc.assert(
      fc.property(marking, fc.constantFrom("banner" as const, "portion" as const), (one, kind) => {
        const line = formatMarking(one, SHIPPED_POLICY, "USA", kind);
        const back = parseMarking(line, SHIPPED_POLICY, "USA");
        expect(back.findings).toEqual([]);
        const inOrder = (list: readonly string[]) => list.toSorted();
        expect({
          ...back.marking,
          controls: inOrder(back.marking?.controls ?? []),
          other: inOrder(back.marking?.other ?? []),
        }).toEqual({
          ...one,
          controls: inOrder(one.controls),
          other: inOrder(one.other),
        });
        if (back.marking !== null) expect(formatMarking(back.marking, SHIPPED_POLICY, "USA", kind)).toBe(line);
      }),
      { numRuns: 500, seed: 5200 },
    );
  });

  it.each([
    ["//JOINT SECRET USA CAN", "//JOINT SECRET CAN USA"],
    ["//CTS//BOHEMIA", "//COSMIC TOP SECRET//BOHEMIA"],
    ["//DEU S", "//DEU SECRET"],
    ["S//NF//XD", "SECRET//NOFORN//EXDIS"],
    ["SECRET//REL TO GBR, USA, CAN", "SECRET//REL TO USA, CAN, GBR"],
    ["UK SECRET - COMMERCIAL - UK EYES ONLY", "UK SECRET - COMMERCIAL - GBR EYES ONLY"],
  ])("%s becomes %s", (line, expected) => {
    const read = parseMarking(line, SHIPPED_POLICY, "USA").marking;
    expect(read === null ? null : formatMarking(read, SHIPPED_POLICY, "USA")).toBe(expected);
  });
});

describe("roll-up", () => {
  const roll = (lines: readonly string[], home = "USA") => {
    const setting = { ...SETTING, home };
    const portions = lines.flatMap((line) => parseMarking(line, SHIPPED_POLICY, home).marking ?? []);
    expect(portions).toHaveLength(lines.length);
    const banner = rollUp(portions, setting);
    return banner === null ? null : formatMarking(banner, SHIPPED_POLICY, home);
  };

  // Worked by hand from IC ISM V10, ISM-ID-00056 to 00149.
  it.each([
    [["U", "S//REL TO USA, CAN, GBR", "C//REL TO USA, GBR, NZL"], "SECRET//REL TO USA, GBR"],
    [["S//REL TO USA, FVEY", "S//REL TO USA, AUS, CAN, DEU"], "SECRET//REL TO USA, AUS, CAN"],
    [["S//REL TO USA, CAN", "S//REL TO USA, GBR"], "SECRET"],
    [["S//REL TO USA, CAN", "S//NF"], "SECRET//NOFORN"],
    [["S//REL TO USA, KFOR", "S//REL TO USA, KFOR, CAN"], "SECRET//REL TO USA, KFOR"],
    [["TS//SI-ABC X//OC/NF", "S//TK//NF"], "TOP SECRET//SI-ABC X/TK//ORCON/NOFORN"],
    [["S//NF//XD", "S//NF//ND"], "SECRET//NOFORN//NODIS"],
    [["S//RELIDO", "U//SBU-NF"], "SECRET//NOFORN"],
    [["S//NF", "U//LES-NF"], "SECRET//NOFORN//LES"],
    [["U//FOUO", "S//NF"], "SECRET//NOFORN"],
    [["S//FGI DEU//NF", "S//FGI//NF"], "SECRET//FGI//NOFORN"],
    [["S//NF", "//DEU S", "//NS"], "SECRET//FGI DEU NATO//NOFORN"],
    [["//NS//ATOMAL", "//NC"], "//NATO SECRET//ATOMAL"],
    [["S//REL TO USA, AUS, CAN", "S//DISPLAY ONLY AUS, NZL"], "SECRET//DISPLAY ONLY AUS"],
  ] as const)("%j asks for %s", (portions, banner) => {
    expect(roll(portions)).toBe(banner);
  });

  it("is never below a portion and keeps every NOFORN", () => {
    fc.assert(
      fc.property(fc.array(marking, { minLength: 1, maxLength: 4 }), (portions) => {
        const banner = rollUp(portions, SETTING);
        for (const portion of portions) {
          expect(levelRank(banner?.level ?? "UNCLASSIFIED")).toBeGreaterThanOrEqual(levelRank(portion.level));
          if (portion.controls.includes("NOFORN")) expect(banner?.controls).toContain("NOFORN");
        }
      }),
      { numRuns: 300, seed: 5200 },
    );
  });

  it("of no portions is no banner", () => {
    expect(rollUp([], SETTING)).toBeNull();
  });
});
