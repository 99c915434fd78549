import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Day } from "../../data/days.js";
import { type Flag, flagShape } from "../../data/flag.js";
import { loadSettings } from "../../data/settings/load.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { newFolder, newWorkspace } from "../folder.js";
import { openMemory } from "../store.js";
import { contentsOf, smallWorld } from "../world.js";
import { card, type Gives, judge, nightAt, ordinary, putVerdicts } from "./judged-world.js";

const cards = [card("volume", "volume")];
const COUNT = 40;
const LATE = 25;

/** Late records of a night on three people: a burst, what makes a lead ordinary, and a lead that stays as rare as it was. */
const [BURST, EXPLAINED, SAME] = [3, 5, 7];

/** By what there was on the night, and by what came on the next. No chance leads: the others are never below 5 %. */
const among =
  (late: Readonly<Record<number, number>>): Gives =>
  (id, night, entity) =>
    (night === LATE ? late[entity] : undefined) ?? 0.05 + 0.95 * ordinary(id, night, entity);
const BEFORE = among({ [EXPLAINED]: 1e-9, [SAME]: 1e-9 });
const AFTER = among({ [BURST]: 1e-9, [EXPLAINED]: 0.5, [SAME]: 1e-9 });

const FILE = {
  feed: "access",
  status: "read",
  is_terminated: true,
  ...{ size_bytes: 1, rows_read: 1, accepted: 1, duplicate: 0, refused: 0, recovered: 0 },
};

/** A store whose records of one night came on the next, judged up to two nights later. */
async function lateWorld(): Promise<Store> {
  const store = await openMemory();
  const night = nightAt(LATE);
  await putVerdicts(store, cards, { from: 0, to: LATE + 2, count: COUNT, gives: BEFORE });
  await judge(store, cards, { from: 0, to: LATE, listedFrom: 24 });
  const published = { settings_digest: "", code_version: "", is_published: true, last_file_id: 1 };
  await insertRows(store, "night", [{ night, ...published }]);
  await insertRows(store, "file", [
    { ...FILE, file_id: 2, path: "access/late.csv", known_from: nightAt(LATE + 1), file_digest: "2", unmapped: "[]" },
  ]);
  await insertRows(
    store,
    "event",
    [BURST, EXPLAINED, SAME].map((entity) => ({
      ...{ source: "registry", event_id: `late-${entity}`, event_time: `${night}T12:00:00Z`, day: night },
      ...{ actor_id: `E${String(entity).padStart(3, "0")}`, action: "view", outcome: "success" },
      ...{ file_id: 2, is_provisional: false },
    })),
  );
  await store.run("DELETE FROM verdict WHERE night = $night::DATE", { night });
  await putVerdicts(store, cards, { from: LATE, to: LATE, count: COUNT, gives: AFTER });
  await judge(store, cards, { from: LATE, to: LATE, listedFrom: LATE + 1 });
  await judge(store, cards, { from: LATE + 1, to: LATE + 2, listedFrom: LATE + 1 });
  return store;
}

const CONTENT = /* sql */ `
  SELECT content FROM flag_night JOIN flag USING (flag_id)
  WHERE queue = 'leads' AND night = $night::DATE ORDER BY rank
`;

async function leadsOn(store: Store, night: number): Promise<Flag[]> {
  const rows = await store.rows(CONTENT, z.object({ content: z.string() }), { night: nightAt(night) });
  return rows.map(({ content }) => flagShape.parse(JSON.parse(content)));
}

describe("a night whose records came on the next", () => {
  let store: Store;
  beforeAll(async () => {
    store = await lateWorld();
  });

  it("gives the next night's list the lead that it would have had, about its own day", async () => {
    const [lead] = await leadsOn(store, LATE + 1);
    expect(lead).toMatchObject({
      entity_id: "E003",
      state: "new",
      night: nightAt(LATE + 1),
      p_value: expect.any(Number),
    });
    expect([lead?.first_day, lead?.last_day]).toEqual([nightAt(LATE), nightAt(LATE)]);
    expect(lead?.summary).toBe(`Records of ${nightAt(LATE)} came only now, and that night was judged again: 2 seen.`);
    expect(lead?.event_ids).toEqual(["late-3"]);
  });

  it("takes back the lead that its records make ordinary, with the reason, under the same id", async () => {
    const before = (await leadsOn(store, LATE)).find(({ entity_id }) => entity_id === "E005");
    const after = (await leadsOn(store, LATE + 1)).find(({ entity_id }) => entity_id === "E005");
    expect(before?.state).toBe("new");
    expect(after).toMatchObject({ state: "withdrawn", flag_id: before?.flag_id, rank: 2 });
    expect(after?.summary).toMatch(/^Withdrawn: records that came late make this ordinary\./);
    expect(after?.p_value).toBeGreaterThan(0.1);
    expect(after?.innocent_explanations[0]).toMatchObject({
      explanation: "Records that were missing came later",
      holds: "yes",
    });
  });

  it("says nothing again of a lead that is as rare as it was", async () => {
    expect((await leadsOn(store, LATE)).map(({ entity_id }) => entity_id)).toContain("E007");
    expect((await leadsOn(store, LATE + 1)).map(({ entity_id }) => entity_id)).toEqual(["E003", "E005"]);
  });

  it("shares the next night's price: those judged again are tested, and no more false leads are expected", async () => {
    const prices = await store.rows(
      "SELECT tested_count, expected_false_count FROM night_price WHERE queue = 'leads' AND night = $night::DATE",
      z.object({ tested_count: z.number(), expected_false_count: z.number() }),
      { night: nightAt(LATE + 1) },
    );
    expect(prices).toEqual([{ tested_count: COUNT + 3, expected_false_count: expect.closeTo(0.25, 12) }]);
  });

  it("is looked at once: the night after next says nothing more of it", async () => {
    expect(await leadsOn(store, LATE + 2)).toEqual([]);
  });
});

const EFFECTS = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };

describe("records that come after their night was published", () => {
  let feeds = "";
  const workspace = newWorkspace();
  let nights: readonly Day[] = [];
  let before: Record<string, string>;

  const runOn = (night: Day | undefined) =>
    run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [night ?? ""] }, EFFECTS, silent);
  const folder = (place: number) => join(workspace.reports, nights[place] ?? "");
  const page = (place: number) => readFileSync(join(folder(place), "flags.html"), "utf8").replaceAll(/\s+/g, " ");

  beforeAll(async () => {
    const world = await smallWorld();
    feeds = world.feeds;
    nights = world.days.slice(-2);
    const access = join(feeds, "access");
    const [file = ""] = readdirSync(access).filter((name) => name.includes(nights[0] ?? ""));
    const aside = join(newFolder(), file);
    renameSync(join(access, file), aside);
    await runOn(nights[0]);
    before = contentsOf(folder(0));
    renameSync(aside, join(access, file));
    await runOn(nights[1]);
  });

  it("are told on the next night, whose price says how many were judged again", () => {
    expect(page(0)).not.toContain("came only now");
    expect(page(1)).toMatch(/\d+ records? of \S+ came only now; what was published of those nights stands/);
    expect(page(1)).toMatch(/ judged, \d+ of them of earlier nights whose records came late/);
  });

  it("leave the published night as it was", () => {
    expect(contentsOf(folder(0))).toEqual(before);
  });

  it("give the same bytes when the night that took them in is run again", async () => {
    const published = contentsOf(folder(1));
    await runOn(nights[1]);
    expect(contentsOf(folder(1))).toEqual(published);
  });
});
