import { describe, expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { duplicateRecords, lateRecords } from "../../detectors/leads/deliveries.js";
import { openMemory } from "../store.js";
import { ordinaryDeliveries, putDeliveries } from "./deliveries.js";
import { eventsOf, ordinaryWorld, pOf, rebuild, TONIGHT, verdictOf, worldOf } from "./world.js";

describe("what a source delivers", () => {
  it("records of a whole week that come tonight are a lead", async () => {
    const store = await worldOf(ordinaryWorld(4));
    await putDeliveries(store, ordinaryDeliveries(), { from: addDays(TONIGHT, -6), night: TONIGHT });
    expect(await pOf(store, lateRecords, "portal")).toBeLessThan(1e-4);
  });

  it("records that come with the night they are of are no lead, nor is a busy night of them", async () => {
    const store = await worldOf(ordinaryWorld(4));
    await putDeliveries(store, ordinaryDeliveries());
    expect(await pOf(store, lateRecords, "portal")).toBeGreaterThan(0.01);
  });

  it("half a file that had been read before is a lead, where two in a hundred are usual", async () => {
    const store = await openMemory();
    const again = ordinaryDeliveries().map((one) => (one.night === TONIGHT ? { ...one, duplicate: 50 } : one));
    await putDeliveries(store, again);
    expect(await pOf(store, duplicateRecords, "portal")).toBeLessThan(1e-4);
  });

  it("a source that always sends half again is no lead", async () => {
    const store = await openMemory();
    await putDeliveries(
      store,
      ordinaryDeliveries().map((one) => ({ ...one, duplicate: 50 })),
    );
    expect(await pOf(store, duplicateRecords, "portal")).toBeGreaterThan(0.01);
  });

  it("an archive delivered on the first night is not judged", async () => {
    const store = await worldOf(ordinaryWorld(4));
    const [first] = ordinaryDeliveries().slice(-1);
    await putDeliveries(store, first === undefined ? [] : [first], { from: "2025-01-01", night: TONIGHT });
    for (const detector of [lateRecords, duplicateRecords])
      expect((await verdictOf(store, detector, "portal")).status).toBe("abstained");
  });
});

describe("a history of logs that is read at once", () => {
  /** A file a day, all read tonight, a hundred events each; the file of tonight as the test changes it. */
  async function history(duplicates: number, lateFrom: string) {
    const store = await worldOf(ordinaryWorld(4));
    const files = ordinaryDeliveries().map((one) =>
      one.night === TONIGHT ? { ...one, rows_read: 100 + duplicates, duplicate: duplicates } : { ...one, duplicate: 0 },
    );
    await putDeliveries(store, files, lateFrom === "" ? null : { from: lateFrom, night: TONIGHT });
    await store.run("UPDATE file SET known_from = $night::DATE", { night: TONIGHT });
    await rebuild(store);
    return store;
  }

  it("files of their own days with nothing twice are no lead", async () => {
    const store = await history(0, "");
    for (const detector of [lateRecords, duplicateRecords])
      expect(await pOf(store, detector, "portal")).toBeGreaterThan(0.01);
  });

  it("a file of the day in which the records of the week before come too is a lead, with those records", async () => {
    const store = await history(0, addDays(TONIGHT, -6));
    expect(await pOf(store, lateRecords, "portal")).toBeLessThan(1e-3);
    expect((await eventsOf(store, lateRecords, "portal")).length).toBeGreaterThan(20);
  });

  it("a file of the day that holds half its records twice is a lead", async () => {
    expect(await pOf(await history(50, ""), duplicateRecords, "portal")).toBeLessThan(1e-4);
  });
});
