import { describe, expect, it } from "vitest";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { CONSEQUENCES, type RuleContext } from "../../detectors/rules/card.js";
import { rules } from "../../detectors/rules/index.js";
import { ruleTable } from "../../detectors/rules/table.js";
import { openMemory } from "../store.js";
import { HOME, NIGHT } from "./installation.js";

const CONTEXT: RuleContext = { night: NIGHT, home: HOME, policy: SHIPPED_POLICY };

describe("every rule card", () => {
  it("has an id of its own", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
    it("asks a question, and says why, by what source, who owns it and what it costs", () => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(rule.question).toMatch(/^[A-Z].*\?$/);
      expect(rule.why.length).toBeGreaterThan(20);
      expect(rule.why).not.toMatch(/\.$/);
      expect(rule.source.length).toBeGreaterThan(10);
      expect(CONSEQUENCES).toContain(rule.consequence);
      expect(rule.rung).toMatch(/officer|authority|owner/);
      expect(rule.say(1)).not.toBe(rule.say(2));
    });

    it("names innocent explanations and what would show it to be nothing", () => {
      expect(rule.innocentExplanations.length).toBeGreaterThan(0);
      expect(rule.wouldRefute.length).toBeGreaterThan(0);
    });

    it("gives no case on an empty installation, whose statement it names all parameters of", async () => {
      const store = await openMemory();
      expect(await store.rows(rule.cases, rule.caseShape, rule.bind(CONTEXT, undefined))).toEqual([]);
      if (rule.record !== undefined) expect(rule.record.absent).toMatch(/^no |never/);
      store.close();
    });

    it("orders its cases", () => expect(rule.cases).toMatch(/ORDER BY [^)]*$/));
  });
});

describe("the table of rules", () => {
  it("has one row a card under its two lines of head, each with as many cells", () => {
    const lines = ruleTable(rules).trimEnd().split("\n");
    expect(lines).toHaveLength(rules.length + 2);
    for (const line of lines) expect(line.split(/(?<!\\)\|/)).toHaveLength(7);
  });
});
