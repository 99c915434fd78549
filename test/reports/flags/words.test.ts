import { describe, expect, it } from "vitest";
import { detectors } from "../../../detectors/index.js";
import { rules } from "../../../detectors/rules/index.js";
import { guiltyWords, refuseGuilt } from "../../../reports/border/words.js";
import { sourcesOf } from "../../house/sources.js";

/** What stands between quotes or backticks in a source, holes of templates taken out. */
function texts(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return Array.from(code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g), ([, quoted, template]) =>
    (quoted ?? template ?? "").replace(/\$\{[^}]*\}/g, " "),
  );
}

describe("words of guilt", () => {
  it.each([
    "a data breach",
    "Violations of policy",
    "the culprit",
    "leaked",
    "an offender",
    "a suspicious person",
    "a spy",
  ])("are found in: %s", (text) => expect(guiltyWords(text).length).toBe(1));

  it.each([
    "Did this person do far more than they usually do?",
    "a criterion",
    "a special day",
    "no spyglass",
    "a steady state",
  ])("are not found in: %s", (text) => expect(guiltyWords(text)).toEqual([]));

  it("stop a report whose own texts hold one", () => {
    expect(() => refuseGuilt(["Is this the culprit?"])).toThrow("culprit");
  });

  it("stand in no card of a detector or rule", () => {
    const said = [
      ...detectors.flatMap((card) => [card.question, ...card.falsePositives, ...card.wouldRefute]),
      ...rules.flatMap((card) => [
        card.question,
        card.why,
        ...card.innocentExplanations,
        ...card.wouldRefute,
        card.say(2),
      ]),
    ];
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((text) => guiltyWords(text).length > 0)).toEqual([]);
  });

  it("stand in no text of any report, of the review application and the commands, or of what they are made from", () => {
    const own = [...sourcesOf("reports"), ...sourcesOf("pipeline"), ...sourcesOf("detectors")].filter(
      ({ path }) => path !== "reports/border/words.ts",
    );
    expect(own.length).toBeGreaterThan(200);
    const said = own.flatMap(({ path, text }) => texts(text).map((one) => ({ path, words: guiltyWords(one) })));
    expect(said.filter(({ words }) => words.length > 0)).toEqual([]);
  });
});
