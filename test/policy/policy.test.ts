import { describe, expect, it } from "vitest";
import { PipelineError } from "../../data/errors.js";
import {
  changeDays,
  isInForce,
  isNation,
  levelOf,
  membersOn,
  policyFrom,
  SHIPPED_POLICY,
} from "../../data/policy/policy.js";
import { SHIPPED_PACK } from "../../data/policy/shipped.js";

/** The code and context of what a call throws; null where it throws nothing. */
function thrown(call: () => unknown): { code: string; places: unknown } | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof PipelineError) return { code: error.code, places: error.context.places };
    throw error;
  }
}

describe("the shipped policy pack", () => {
  // nato.int: accession on 7 March 2024 (Sweden), 4 April 2023 (Finland), 27 March 2020 (North Macedonia), 5 June 2017.
  it.each([
    ["2024-03-07", 32],
    ["2024-03-06", 31],
    ["2023-04-03", 30],
    ["2020-03-26", 29],
    ["2017-06-04", 28],
    ["1949-08-24", 12],
    ["1949-08-23", 0],
  ])("NATO has on %s %i members", (day, count) => {
    expect(membersOn(SHIPPED_POLICY, "NATO", day)).toHaveLength(count);
  });

  it("a group whose members are not published is unresolved, not empty", () => {
    expect(membersOn(SHIPPED_POLICY, "KFOR", "2026-01-01")).toBeNull();
    expect(membersOn(SHIPPED_POLICY, "QQQQ", "2026-01-01")).toBeNull();
    expect(membersOn(SHIPPED_POLICY, "TEYE", "2026-01-01")).toEqual(["AUS", "GBR", "USA"]);
  });

  it("user-assigned codes are nations from XAA to XZZ and no further", () => {
    expect(["XAA", "XHM", "XZZ", "XKS"].map((code) => isNation(SHIPPED_POLICY, code))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      ["WZZ", "YAA", "XA", "XAAA", "xhm", "constructor", ""].map((code) => isNation(SHIPPED_POLICY, code)),
    ).toEqual(Array(7).fill(false));
  });

  it("both days of a period are in it", () => {
    const period = { valid_from: "2026-01-01", valid_to: "2026-01-31" };
    expect(["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"].map((day) => isInForce(period, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([
      levelOf(SHIPPED_POLICY, "OFFICIAL", "2014-04-01"),
      levelOf(SHIPPED_POLICY, "official", "2014-04-02"),
    ]).toEqual([null, "RESTRICTED"]);
  });

  it("reads the same between two days of change", () => {
    const days = changeDays(SHIPPED_PACK);
    expect(days).toEqual([...new Set(days)].toSorted());
    expect(days).toEqual(expect.arrayContaining(["2015-01-01", "2021-07-01", "2024-03-07"]));
    const states = (day: string) =>
      JSON.stringify(SHIPPED_PACK.tetragraphs.map(({ id }) => membersOn(SHIPPED_POLICY, id, day)));
    expect(states("2024-03-07")).toBe(states("2026-12-31"));
    expect(states("2023-04-04")).toBe(states("2024-03-06"));
  });

  it("gives every control, rule and duty a reason and a source", () => {
    const { controls, rules, duties } = SHIPPED_PACK;
    const owed = Object.values(duties).flat();
    for (const entry of [...controls, ...rules, ...owed])
      expect([entry.id, entry.reason !== "" && entry.source !== ""]).toEqual([entry.id, true]);
    expect(duties.rights_review_purposes.map(({ id }) => id)).toEqual(["law-enforcement", "border-security"]);
  });
});

describe("a pack that contradicts itself", () => {
  it("is refused: a clause left out, a rule that could never fire, a token of two meanings, a duty twice on a day", () => {
    const rule = SHIPPED_PACK.rules.find(({ kind }) => kind === "needs");
    const [channel] = SHIPPED_PACK.duties.channels;
    const contradictory = {
      ...SHIPPED_PACK,
      release_clauses: SHIPPED_PACK.release_clauses.slice(1),
      rules: rule?.kind === "needs" ? [{ ...rule, features: ["NOFRON"] }] : [],
      controls: [
        ...SHIPPED_PACK.controls,
        {
          id: "X",
          category: "dissem" as const,
          aliases: ["NF"],
          order: 0,
          release: "none" as const,
          reason: "r",
          source: "s",
        },
      ],
      duties: {
        ...SHIPPED_PACK.duties,
        channels:
          channel === undefined
            ? []
            : [
                { ...channel, valid_to: "2026-05-01" },
                { ...channel, valid_from: "2026-05-01" },
              ],
      },
    };
    expect(thrown(() => policyFrom(contradictory))).toEqual({
      code: "policy_inconsistent",
      places: [
        "release_clauses: readable is missing",
        `rules: ${rule?.id}: no such feature: NOFRON`,
        "controls: NF means two things",
        `duties.channels: ${channel?.id} is declared twice for one day`,
      ],
    });
  });
});
