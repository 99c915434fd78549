import { describe, expect, it } from "vitest";
import { event, told } from "./installation.js";

const right = (changes = {}) => ({ actor_id: "ann", collection: "MARITIME-1", granted_at: "2026-01-01", ...changes });
const ann = (changes = {}) => ({
  actor_id: "ann",
  nation: "XHM",
  time_zone: "Europe/Paris",
  active_from: "2025-01-01",
  ...changes,
});

describe("entitlements", () => {
  it("the last day of a right is covered and the day after is not", async () => {
    const at = (expires_at: string) => told("entitlement", { event: [event()], entitlement: [right({ expires_at })] });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    const after = await at("2026-05-03");
    expect(after).toMatchObject({ holds: 0, broken: 1 });
    expect(after.exceptions[0]?.summary).toContain("ended on 2026-05-03");
  });

  it("the day is the person's own: 23:30 UTC in Tokyo is already the next day", async () => {
    const tables = (time_zone: string) => ({
      event: [event({ event_time: "2026-05-03T23:30:00Z" })],
      actor: [ann({ time_zone })],
      entitlement: [right({ expires_at: "2026-05-03" })],
    });
    expect((await told("entitlement", tables("Asia/Tokyo"))).broken).toBe(1);
    expect((await told("entitlement", tables("Atlantic/Azores"))).broken).toBe(0);
  });

  it("no right to a collection that others may read is an exception; one that nobody's rights name is undetermined", async () => {
    const found = await told("entitlement", {
      event: [event(), event({ collection: "CYBER-9" })],
      entitlement: [right({ actor_id: "bob" })],
    });
    expect(found).toMatchObject({ holds: 0, broken: 1, undetermined: 1 });
    expect(found.notes).toEqual(["nobody's rights to the collection are on record"]);
  });
});

describe("an actor's time", () => {
  it("covers the last day on the person's own clock, and not the day after", async () => {
    const at = (active_to: string) => told("actor-term", { event: [event()], actor: [ann({ active_to })] });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await at("2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("covers the first day and not the day before", async () => {
    const at = (active_from: string) => told("actor-term", { event: [event()], actor: [ann({ active_from })] });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await at("2026-05-05")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("of somebody whom the directory does not know is undetermined", async () => {
    const found = await told("actor-term", { event: [event({ actor_id: "eve" })], actor: [ann()] });
    expect(found).toMatchObject({ holds: 0, broken: 0, undetermined: 1 });
  });
});

describe("after the day of destruction", () => {
  const object = (changes = {}) => ({ object_id: "OBJ-1", collection: "MARITIME-1", originator: "XHM", ...changes });

  it("the destroy-by day is the last day and the day after is an exception", async () => {
    const at = (destroy_by: string) => told("after-destroy-by", { event: [event()], object: [object({ destroy_by })] });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await at("2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("destroying an item after that day is not opening it", async () => {
    const found = await told("after-destroy-by", {
      event: [event({ action: "destroy" })],
      object: [object({ destroy_by: "2026-05-01" })],
    });
    expect(found).toMatchObject({ holds: 0, broken: 0 });
  });

  it("an item that was destroyed before its day is not opened afterwards", async () => {
    const at = (destroyed_at: string) =>
      told("after-destroy-by", { event: [event()], object: [object({ destroy_by: "2026-06-01", destroyed_at })] });
    expect((await at("2026-05-03")).broken).toBe(1);
    expect((await at("2026-05-04")).broken).toBe(0);
  });
});
