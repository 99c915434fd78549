import { describe, expect, it } from "vitest";
import type { Flag } from "../../../data/flag.js";
import { escalationShape } from "../../../data/settings/escalation.js";
import { playbookOf } from "../../../pipeline/dossier/playbook.js";
import { openMemory } from "../../store.js";

/** The rungs of a flag first listed on 27 March 2026, seen two nights later; clocks in Paris go forward on 29 March. */
async function rungs(queue: "leads" | "exceptions", chosen: unknown = {}, is_decided = false) {
  const store = await openMemory();
  const flag = { queue, entity_type: "source", entity_id: "portal", night: "2026-03-29" } as unknown as Flag;
  const escalation = escalationShape.parse(chosen);
  const about = { first_night: "2026-03-27", is_decided, time_zone: "Europe/Paris", escalation, directory: new Map() };
  const plan = await playbookOf(store, flag, about);
  store.close();
  return plan.rungs;
}

describe("the clocks of escalation", () => {
  // By hand: midnight after 27 March is 28 March 00:00 in Paris; 72 hours on, one of them skipped, is 31 March 01:00.
  it("run from the end of the night of the first listing, in hours that a change of clocks does not shorten", async () => {
    const [look, decision] = await rungs("leads");
    expect(look).toMatchObject({ within_hours: 12, due_day: "2026-03-28", due_time: "12:00", state: "passed" });
    expect(decision).toMatchObject({ within_hours: 72, due_day: "2026-03-31", due_time: "01:00", state: "open" });
  });

  it("are the settings' own, each by its name, and stand in order of time", async () => {
    const changed = await rungs("exceptions", { exceptions: { rule_owner: 500, first_look: 1 } });
    expect(changed.map(({ within_hours }) => within_hours)).toEqual([1, 72, 168, 500]);
    expect(changed.at(-1)?.rung).toBe("the owner of the rule is told");
  });

  it("all end with a decision", async () => {
    expect((await rungs("leads", {}, true)).map(({ state }) => state)).toEqual(["done", "done", "done", "done"]);
  });

  it("of less than an hour are refused", () => {
    expect(() => escalationShape.parse({ leads: { first_look: 0 } })).toThrow();
  });
});
