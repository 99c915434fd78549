import { describe, expect, it } from "vitest";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { check, event, exceptionsOn, installation, NIGHT, toldBy } from "./installation.js";

const NEXT = "2026-05-05";
const LATER = "2026-05-06";

const record = (seq: number, changes = {}) => event({ seq, event_time: `2026-05-04T08:00:${seq + 10}Z`, ...changes });

/** A file of access events that is first read on a night. */
async function deliver(store: Store, night: string, file_id: number, seqs: readonly number[]): Promise<void> {
  const rows = { rows_read: 1, accepted: 1, duplicate: 0, refused: 0, recovered: 0, unmapped: "[]" };
  const file = { path: `${file_id}.csv`, feed: "access", status: "read", known_from: night, size_bytes: 1 };
  await insertRows(store, "file", [{ file_id, ...file, file_digest: String(file_id), is_terminated: true, ...rows }]);
  await insertRows(
    store,
    "event",
    seqs.map((seq) => record(seq, { file_id })),
  );
}

describe("a hole in a source's numbers whose records come later", () => {
  it("is withdrawn on the night on which all have come, under the id it had", async () => {
    const store = await installation({ event: [record(1), record(2), record(6)] });
    await check(store);
    const [hole] = (await toldBy(store, "sequence-hole")).exceptions;
    expect(hole).toMatchObject({ state: "new", observed: 3 });
    await deliver(store, LATER, 2, [3, 4, 5]);
    await check(store, LATER);
    const [settled] = (await toldBy(store, "sequence-hole", LATER)).exceptions;
    expect(settled).toMatchObject({ flag_id: hole?.flag_id, state: "withdrawn", observed: 0, first_day: NIGHT });
    expect(settled?.summary).toContain("3 did not hold by what was known before, 0 by what is known now");
    store.close();
  });

  it("is weakened while one is still missing, and withdrawn with that one", async () => {
    const store = await installation({ event: [record(1), record(2), record(6)] });
    await check(store);
    await deliver(store, NEXT, 2, [3, 5]);
    await check(store, NEXT);
    expect((await toldBy(store, "sequence-hole", NEXT)).exceptions[0]).toMatchObject({
      state: "weakened",
      observed: 1,
    });
    await deliver(store, LATER, 3, [4]);
    await check(store, LATER);
    expect((await toldBy(store, "sequence-hole", LATER)).exceptions[0]).toMatchObject({
      state: "withdrawn",
      observed: 0,
    });
    store.close();
  });

  it("stands where what comes late lies outside it, and nothing is said of a source that had none", async () => {
    const store = await installation({ event: [record(1), record(2), record(6), record(7)] });
    await check(store);
    await deliver(store, NEXT, 2, [8, 9]);
    await check(store, NEXT);
    expect(await exceptionsOn(store, NEXT)).toEqual([]);
    store.close();
  });

  it("that only the late records show is an exception on the night on which they come", async () => {
    const store = await installation({ event: [record(1), record(2)] });
    await check(store);
    await deliver(store, NEXT, 2, [5]);
    await check(store, NEXT);
    expect((await toldBy(store, "sequence-hole", NEXT)).exceptions[0]).toMatchObject({
      state: "new",
      observed: 2,
      first_day: NIGHT,
    });
    store.close();
  });

  it("withdrawn is withdrawn again where the night is judged a second time", async () => {
    const store = await installation({ event: [record(1), record(3)] });
    await check(store);
    await deliver(store, NEXT, 2, [2]);
    await check(store, NEXT);
    const first = await exceptionsOn(store, NEXT);
    await check(store, NEXT);
    expect(first).toHaveLength(1);
    expect(await exceptionsOn(store, NEXT)).toEqual(first);
    store.close();
  });
});
