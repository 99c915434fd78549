import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { insertRows } from "../../data/store/writer.js";
import { partnerClasses } from "../../detectors/leads/partner-classes.js";
import { openMemory } from "../store.js";
import { pOf, rebuild, TONIGHT, verdictOf } from "./world.js";

const PARTNERS = ["XAR", "XBE", "XCA"];

/** Ten objects a day given to each of three partners over a hundred days, one in five of the highest class; `lately` may differ. */
async function world(classOf: (partner: string, ago: number, i: number) => string) {
  const store = await openMemory();
  await insertRows(
    store,
    "event",
    PARTNERS.flatMap((partner) =>
      Array.from({ length: 100 }, (_, ago) => addDays(TONIGHT, -ago)).flatMap((day, ago) =>
        Array.from({ length: 10 }, (_, i) => ({
          source: "exchange",
          event_id: `${partner}-${ago}-${i}`,
          event_time: `${day}T10:00:0${i}Z`,
          day,
          seq: i,
          actor_id: "A1",
          action: "share",
          outcome: "success",
          object_id: `OBJ-${i}`,
          collection: "ALPHA",
          marking: `${classOf(partner, ago, i)}//REL TO XHM, ${partner}`,
          partner,
          request_id: null,
          bytes: 1000,
          client_ip: null,
          site: null,
          channel: null,
          file_id: 1,
          is_provisional: false,
        })),
      ),
    ),
  );
  await rebuild(store);
  return store;
}

const usual = (_partner: string, _ago: number, i: number) => (i < 2 ? "TOP SECRET" : "CONFIDENTIAL");

it("a partner that is given three times its share of the highest class for ten days is a lead, and its like is not", async () => {
  const store = await world((partner, ago, i) =>
    partner === "XBE" && ago < 10 && i < 6 ? "TOP SECRET" : usual(partner, ago, i),
  );
  expect(await pOf(store, partnerClasses, "XBE")).toBeLessThan(1e-4);
  expect(await verdictOf(store, partnerClasses, "XBE")).toMatchObject({ direction: "up" });
  expect(await pOf(store, partnerClasses, "XAR")).toBeGreaterThan(0.01);
});

it("a partner that is given hardly anything of the highest class any more is a lead the other way", async () => {
  const store = await world((partner, ago, i) =>
    partner === "XBE" && ago < 21 ? "CONFIDENTIAL" : usual(partner, ago, i),
  );
  expect(await verdictOf(store, partnerClasses, "XBE")).toMatchObject({ direction: "down" });
  expect(await pOf(store, partnerClasses, "XBE")).toBeLessThan(1e-3);
});

it("the same level in the words of an alliance is the same level", async () => {
  const store = await world((partner, ago, i) => {
    const own = usual(partner, ago, i);
    return partner === "XBE" && ago < 10 && own === "TOP SECRET" ? "COSMIC TOP SECRET" : own;
  });
  expect(await pOf(store, partnerClasses, "XBE")).toBeGreaterThan(0.1);
});
