import { describe, expect, it } from "vitest";
import { event, told } from "./installation.js";

const share = (changes = {}) => event({ action: "share", partner: "XAR", ...changes });
const records = (...numbers: readonly (readonly [seq: number, time: string])[]) => ({
  event: numbers.map(([seq, time]) => event({ seq, event_time: `2026-05-04T${time}Z` })),
});

describe("channels", () => {
  it("one fit for CONFIDENTIAL carries it, and SECRET with an exception about the system", async () => {
    const over = (marking: string) => told("channel", { event: [share({ channel: "tls1.2", marking })] });
    expect(await over("CONFIDENTIAL//REL TO XHM, XAR")).toMatchObject({ holds: 1, broken: 0 });
    expect((await over("SECRET//REL TO XHM, XAR")).exceptions[0]).toMatchObject({ entity_id: "portal" });
  });

  it("no channel at all carries nothing classified, a deprecated one nothing", async () => {
    const found = await told("channel", { event: [share({ channel: "none" }), share({ channel: "tls1.0" })] });
    expect(found.broken).toBe(2);
  });

  it("an unknown or empty channel is undetermined", async () => {
    const found = await told("channel", { event: [share({ channel: "pigeon" }), share({ channel: null })] });
    expect(found).toMatchObject({ holds: 0, broken: 0, undetermined: 2 });
  });
});

describe("a source's own numbers", () => {
  it("one number missing is an exception about the source, none missing is none", async () => {
    const hole = await told("sequence-hole", records([1, "08:00:00"], [3, "09:00:00"]));
    expect(hole.exceptions[0]).toMatchObject({ entity_type: "source", entity_id: "portal", observed: 1 });
    expect(hole.exceptions[0]?.summary).toContain("numbers 2 to 2");
    expect(hole.exceptions[0]?.event_ids).toHaveLength(2);
    expect((await told("sequence-hole", records([1, "08:00:00"], [2, "09:00:00"]))).broken).toBe(0);
  });

  it("a hole between two nights is seen on the second", async () => {
    const before = event({ seq: 10, day: "2026-05-03", event_time: "2026-05-03T10:00:00Z" });
    const found = await told("sequence-hole", { event: [before, event({ seq: 15 })] });
    expect(found).toMatchObject({ holds: 1, broken: 4 });
  });

  it("numbers that begin again are no hole", async () => {
    const before = event({ seq: 900, day: "2026-05-03", event_time: "2026-05-03T10:00:00Z" });
    const found = await told("sequence-hole", { event: [before, event({ seq: 1 }), event({ seq: 2 })] });
    expect(found.broken).toBe(0);
  });

  it("time may run back along them for five minutes and not for a second more", async () => {
    const back = (time: string) => told("clock-skew", records([1, "08:10:00"], [2, time]));
    expect((await back("08:05:00")).broken).toBe(0);
    expect((await back("08:04:59")).broken).toBe(1);
  });

  it("are not assessed where no source has them", async () => {
    expect((await told("sequence-hole", { event: [event()] })).notes).toEqual(["no source numbers its records"]);
  });
});

describe("audit trails", () => {
  it("changing one is an exception about the person, administering anything else is not", async () => {
    const found = await told("audit-trail", {
      event: [
        event({ action: "admin", object_id: "audit-log/portal", collection: null }),
        event({ action: "admin", object_id: null, collection: "cloudtrail.amazonaws.com" }),
        event({ action: "admin", object_id: "auditor-handbook", collection: null }),
        event({ action: "view", object_id: "audit-log/portal" }),
        event({ action: "admin", object_id: null, collection: null }),
      ],
    });
    expect(found).toMatchObject({ holds: 1, broken: 2, undetermined: 1 });
  });
});

describe("markings", () => {
  it("a line that breaks its standard is an exception about its originator, a right one is none", async () => {
    const line = (marking: string) => told("marking-form", { event: [event({ marking })] });
    expect(await line("SECRET//REL TO XHM, XAR")).toMatchObject({ holds: 1, broken: 0 });
    expect((await line("SECRET//NOFORN/REL TO XHM, XAR")).exceptions[0]).toMatchObject({ entity_id: "XHM" });
  });

  it("a missing line is an exception where the register has the item, undetermined where it has not", async () => {
    const object = [
      { object_id: "OBJ-1", originator: "XAR" },
      { object_id: "OBJ-2", marking: "SECRET//NOFORN" },
    ];
    const found = await told("marking-form", {
      object,
      event: [event({ marking: null }), event({ marking: null, object_id: "OBJ-7" })],
    });
    expect(found).toMatchObject({ holds: 0, broken: 1, undetermined: 1 });
    expect(found.exceptions[0]?.entity_id).toBe("XAR");
  });

  it("under a line of less than the item's own an exception says too little, of more too much", async () => {
    const shown = async (marking: string) =>
      (
        await told("register-marking", {
          object: [{ object_id: "OBJ-1", originator: "XHM", marking: "SECRET//REL TO XHM, XAR" }],
          event: [event({ marking })],
        })
      ).exceptions.map(({ summary }) => summary);
    expect(await shown("SECRET//REL TO XHM, XAR")).toEqual([]);
    expect((await shown("CONFIDENTIAL//REL TO XHM, XAR"))[0]).toContain("too little: level CONFIDENTIAL");
    expect((await shown("TOP SECRET//REL TO XHM, XAR"))[0]).toContain("too much: level TOP SECRET");
  });
});
