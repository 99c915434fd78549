import { describe, expect, it } from "vitest";
import { z } from "zod";
import { insertRows } from "../../data/store/writer.js";
import { agreement, check, event, exceptionsOn, installation, NIGHT, told, toldBy } from "./installation.js";

const share = (changes = {}) => event({ action: "share", partner: "XAR", ...changes });
const ALL = `SELECT flag_id, content FROM flag_night ORDER BY night, flag_id`;

describe("the stage of the rules", () => {
  it("replaces its night: a second run changes nothing", async () => {
    const store = await installation({ event: [share({ partner: "XBE" })] });
    await check(store);
    const first = await store.rows(ALL, z.unknown());
    await check(store);
    expect(first).toHaveLength(1);
    expect(await store.rows(ALL, z.unknown())).toEqual(first);
    store.close();
  });

  it("keeps an exception's id over the nights it lasts, and counts its events since it began", async () => {
    const next = { day: "2026-05-05", event_time: "2026-05-05T10:00:00Z" };
    const store = await installation({ event: [share({ partner: "XBE" }), share({ partner: "XBE", ...next })] });
    await check(store);
    await check(store, "2026-05-05");
    const [first] = await exceptionsOn(store);
    const [second] = await exceptionsOn(store, "2026-05-05");
    expect(second).toMatchObject({ flag_id: first?.flag_id, state: "ongoing", event_count: 2, first_day: NIGHT });
    store.close();
  });

  it("leaves nothing of its scratch tables behind", async () => {
    const store = await installation({ event: [share()] });
    await check(store);
    const { count } = await store.row(
      `SELECT (SELECT count(*) FROM rule_event) + (SELECT count(*) FROM rule_step) AS count`,
      z.object({ count: z.number() }),
    );
    expect(count).toBe(0);
    store.close();
  });

  it("ranks by what it costs: material where it may not be comes before a right that had ended", async () => {
    const store = await installation({
      event: [share({ partner: "XBE" })],
      entitlement: [{ actor_id: "ann", collection: "MARITIME-1", granted_at: "2026-01-01", expires_at: "2026-05-01" }],
    });
    await check(store);
    expect((await exceptionsOn(store)).map(({ detector, rank }) => [detector, rank])).toEqual([
      ["release-marking", 1],
      ["entitlement", 2],
    ]);
    store.close();
  });
});

describe("as of when", () => {
  it("an event whose marking the register has since tightened says that the answers differ", async () => {
    const found = await told("release-marking", {
      event: [share()],
      object: [{ object_id: "OBJ-1", originator: "XHM", collection: "MARITIME-1", marking: "SECRET//NOFORN" }],
    });
    expect(found.exceptions[0]?.summary).toContain(
      "By what was known on the day 0 did not hold; by what is known now, 1",
    );
  });

  it("an agreement that is back-dated later withdraws the exception, and says why", async () => {
    const store = await installation({ event: [share()], agreement: [agreement({ partner: "XBE" })] });
    await check(store);
    expect((await toldBy(store, "agreement-in-force")).exceptions).toHaveLength(1);
    await insertRows(store, "agreement", [{ known_from: "2026-05-06", ...agreement() }]);
    await check(store, "2026-05-06");
    const { exceptions } = await toldBy(store, "agreement-in-force", "2026-05-06");
    expect(exceptions).toHaveLength(1);
    expect(exceptions[0]).toMatchObject({ state: "withdrawn" });
    expect(exceptions[0]?.summary).toContain("1 did not hold by what was known before, 0 by what is known now");
    store.close();
  });

  it("an agreement that is found to have ended earlier is an exception on the night on which that is known", async () => {
    const store = await installation({
      event: [share()],
      agreement: [{ ...agreement(), known_until: "2026-05-06" }],
    });
    await check(store);
    expect((await toldBy(store, "agreement-in-force")).exceptions).toEqual([]);
    await insertRows(store, "agreement", [{ known_from: "2026-05-06", ...agreement({ valid_to: "2026-05-01" }) }]);
    await check(store, "2026-05-06");
    const { exceptions } = await toldBy(store, "agreement-in-force", "2026-05-06");
    expect(exceptions[0]).toMatchObject({ state: "new", first_day: NIGHT, event_count: 1 });
    store.close();
  });

  it("an event that comes a night late is judged on the night it comes", async () => {
    const file = { path: "late.csv", feed: "access", status: "read", known_from: "2026-05-06", size_bytes: 1 };
    const rows = { rows_read: 1, accepted: 1, duplicate: 0, refused: 0, recovered: 0, unmapped: "[]" };
    const store = await installation({ event: [share()] });
    await check(store);
    await insertRows(store, "file", [{ file_id: 2, ...file, file_digest: "x", is_terminated: true, ...rows }]);
    await insertRows(store, "event", [share({ partner: "XBE", file_id: 2 })]);
    await check(store, "2026-05-06");
    expect((await exceptionsOn(store, "2026-05-06"))[0]).toMatchObject({
      detector: "release-marking",
      first_day: NIGHT,
    });
    store.close();
  });
});

describe("the innocent explanations of an exception", () => {
  const explained = async (rule: string, tables: Parameters<typeof told>[1]) =>
    new Map((await told(rule, tables)).exceptions[0]?.innocent_explanations.map((one) => [one.explanation, one]));
  const opened = {
    event: [event({ request_id: "RQ-1" })],
    entitlement: [{ actor_id: "ann", collection: "MARITIME-1", granted_at: "2026-01-01", expires_at: "2026-05-01" }],
  };

  it("are tested against the feeds: an approval of the event's own request explains an access without a right", async () => {
    const approved = { request_id: "RQ-1", step: "approved", happened_at: "2026-05-04T09:00:00Z", partner: "XAR" };
    const found = await explained("entitlement", { ...opened, sharing_step: [approved] });
    expect(found.get("A request or an approval that names what was opened")?.holds).toBe("yes");
    const without = await explained("entitlement", { ...opened, sharing_step: [{ ...approved, request_id: "RQ-2" }] });
    expect(without.get("A request or an approval that names what was opened")?.holds).toBe("no");
    expect((await explained("entitlement", opened)).get("A request or an approval that names what was opened")).toEqual(
      {
        explanation: "A request or an approval that names what was opened",
        holds: "unknown",
        detail: "no feed of sharing steps",
      },
    );
  });

  it("name what no feed tells, and what a correction of the register may still tell, as unknown", async () => {
    const found = await explained("entitlement", opened);
    expect(found.get("the right was granted and the register not yet")).toMatchObject({ holds: "unknown" });
    expect(found.get("a register was corrected afterwards")).toMatchObject({ holds: "no" });
    expect([...found.values()].filter(({ detail }) => detail === "")).toEqual([]);
  });
});
