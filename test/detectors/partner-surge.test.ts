import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { partnerSurge } from "../../detectors/leads/partner-surge.js";
import { volumeSurge } from "../../detectors/leads/volume-surge.js";
import { ordinaryWorld, pOf, rebuild, type TestAct, TONIGHT, verdictOf, worldOf } from "./world.js";

const PARTNERS = ["XAR", "XBE", "XCA", "XDO"];

/** Twenty-four people, six of each partner: P00 is of XAR, P01 of XBE and so on. */
const partnerOf = (actor: string) => PARTNERS[Number(actor.slice(1)) % PARTNERS.length] ?? "XAR";

/** The usual world, with acts of the last four nights doubled where `isUp` says so. */
async function world(isUp: (act: TestAct) => boolean) {
  const usual = ordinaryWorld(24);
  const more = usual.filter((act) => act.day > addDays(TONIGHT, -4) && isUp(act));
  const store = await worldOf([...usual, ...more.map((act) => ({ ...act, hour: (act.hour ?? 10) + 0.05 }))]);
  for (const [i, partner] of PARTNERS.entries())
    await store.run(
      "UPDATE actor SET nation = $partner, unit = $partner WHERE substr(actor_id, 2)::INTEGER % 4 = $i::INTEGER",
      { partner, i },
    );
  await store.run(
    `INSERT INTO sharing_step (known_from, request_id, step, happened_at, partner)
     SELECT DATE '2025-01-01', 'R' || partner, 'requested', TIMESTAMPTZ '2026-01-01 00:00:00Z', partner
     FROM (SELECT unnest(['XAR', 'XBE', 'XCA', 'XDO']) AS partner)`,
  );
  return store;
}

it("six people of one partner who each do twice as much for four nights are a lead together", async () => {
  const store = await world(({ actor }) => partnerOf(actor) === "XBE");
  expect(await pOf(store, partnerSurge, "XBE")).toBeLessThan(1e-4);
  expect(await pOf(store, partnerSurge, "XAR")).toBeGreaterThan(0.01);
});

it("the same rise of everybody is no surge of one partner", async () => {
  const store = await world(() => true);
  expect(await pOf(store, partnerSurge, "XBE")).toBeGreaterThan(0.01);
});

it("one person who does ten times as much is that person's lead, not the partner's", async () => {
  const store = await world(() => false);
  await store.run(
    `INSERT INTO event SELECT event.* REPLACE (event_id || '-' || copy AS event_id)
     FROM event, (SELECT unnest(range(9)) AS copy) WHERE actor_id = 'P01' AND day = $night::DATE`,
    { night: TONIGHT },
  );
  await rebuild(store);
  expect(await pOf(store, volumeSurge, "P01")).toBeLessThan(1e-4);
  expect(await pOf(store, partnerSurge, "XBE")).toBeGreaterThan(0.001);
});

it("the home nation is no partner, though something was forwarded to it and its people do twice as much", async () => {
  const store = await world(({ actor }) => partnerOf(actor) === "XBE");
  await store.run("UPDATE actor SET nation = 'XHM' WHERE nation = 'XBE'");
  await store.run("UPDATE event SET partner = 'XHM' WHERE event_id = 'e0'");
  await rebuild(store);
  expect(await verdictOf(store, partnerSurge, "XHM")).toMatchObject({ status: "abstained" });
});
