import { describe, expect, it } from "vitest";
import { insertRows } from "../../data/store/writer.js";
import { check, exceptionsOn, installation, NIGHT, step, type Tables, toldBy } from "./installation.js";

const NEXT = "2026-05-05";
const requested = step("requested", { happened_at: "2026-05-03T08:00:00Z", actor_id: "bea" });
const released = step("released", { actor_id: "dan" });
const approved = (changes = {}) =>
  step("approved", { actor_id: "cas", happened_at: "2026-05-04T09:00:00Z", known_from: NEXT, ...changes });

/** What a rule says of two nights, the second after `later` has become known. */
async function twice(rule: string, tables: Tables, later: Tables) {
  const store = await installation(tables);
  await check(store);
  const [first] = (await toldBy(store, rule)).exceptions;
  for (const [table, rows] of Object.entries(later))
    for (const row of rows) await insertRows(store, table, [{ known_from: NEXT, ...row }]);
  await check(store, NEXT);
  const [second] = (await toldBy(store, rule, NEXT)).exceptions;
  await check(store, NEXT);
  const again = await exceptionsOn(store, NEXT);
  expect(again.filter(({ detector }) => detector === rule)).toEqual(second === undefined ? [] : [second]);
  store.close();
  return { first, second };
}

describe("steps of a request that are known differently a night later", () => {
  it("an approval that comes late, dated before the release, withdraws the exception under its id", async () => {
    const { first, second } = await twice(
      "release-approval",
      { sharing_step: [requested, released] },
      { sharing_step: [approved()] },
    );
    expect(first).toMatchObject({ entity_id: "dan", state: "new", observed: 1 });
    expect(second).toMatchObject({ flag_id: first?.flag_id, state: "withdrawn", observed: 0 });
    expect(second?.summary).toContain("1 did not hold by what was known before, 0 by what is known now");
  });

  it("one dated a second after the release does not", async () => {
    const { first, second } = await twice(
      "release-approval",
      { sharing_step: [requested, released] },
      { sharing_step: [approved({ happened_at: "2026-05-04T10:00:01Z" })] },
    );
    expect(first?.observed).toBe(1);
    expect(second).toBeUndefined();
  });

  it("an authority that is dated back withdraws the exception about the approver", async () => {
    const authority = (changes = {}) => ({ actor_id: "cas", action: "approve", valid_from: "2026-01-01", ...changes });
    const { first, second } = await twice(
      "approver-authority",
      {
        actor: [{ actor_id: "cas", role: "approver", nation: "XHM", time_zone: "Europe/Paris" }],
        authority: [authority({ actor_id: "eve" })],
        sharing_step: [step("approved", { actor_id: "cas" })],
      },
      { authority: [authority()] },
    );
    expect(first).toMatchObject({ entity_id: "cas", state: "new" });
    expect(second).toMatchObject({ flag_id: first?.flag_id, state: "withdrawn" });
  });

  it("a release that is put right to another person is no longer one of the approver's", async () => {
    const approval = step("approved", { actor_id: "cas", happened_at: "2026-05-04T09:00:00Z" });
    const { first, second } = await twice(
      "separation",
      { sharing_step: [requested, approval, { ...released, actor_id: "cas", known_until: NEXT }] },
      { sharing_step: [released] },
    );
    expect(first).toMatchObject({ entity_id: "cas", state: "new" });
    expect(second).toMatchObject({ flag_id: first?.flag_id, state: "withdrawn" });
  });

  it("a missing link of custody that comes late is no longer missing", async () => {
    const begun = step("requested", { request_id: "RQ-0", happened_at: "2026-01-01T08:00:00Z" });
    const { first, second } = await twice(
      "custody",
      { sharing_step: [begun, requested, step("received")] },
      { sharing_step: [step("released", { happened_at: "2026-05-04T09:30:00Z" })] },
    );
    expect(first).toMatchObject({ entity_id: "RQ-1", state: "new" });
    expect(second).toMatchObject({ flag_id: first?.flag_id, state: "withdrawn" });
  });

  it("nothing is said again where nothing of the request changed", async () => {
    const { first, second } = await twice(
      "release-approval",
      { sharing_step: [requested, released] },
      { sharing_step: [step("requested", { request_id: "RQ-7" })] },
    );
    expect(first?.night).toBe(NIGHT);
    expect(second).toBeUndefined();
  });
});
