import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { insertRows } from "../../data/store/writer.js";
import { auditRights } from "../../pipeline/stages/rights-audit.js";
import { rightsAudit } from "../../pipeline/stages/rights-report.js";
import { agreement, HOME, installation, NIGHT } from "./installation.js";

const FOUND = `SELECT collection, finding, proposal FROM rights_audit ORDER BY night, collection`;
const PERIOD_DAYS = 90;

const right = (collection: string, changes = {}) => ({
  actor_id: "ann",
  collection,
  granted_at: "2026-01-01",
  ...changes,
});
const used = (collection: string, day: string) => ({
  actor_id: "ann",
  collection,
  day,
  access_count: 3,
  object_count: 1,
  new_object_count: 0,
});

async function audited(rights: readonly ReturnType<typeof right>[], uses: readonly ReturnType<typeof used>[]) {
  const store = await installation({ entitlement: rights });
  await insertRows(store, "actor_collection_day", uses);
  for (let run = 0; run < 2; run += 1)
    await auditRights(store, NIGHT, { policy: SHIPPED_POLICY, home_nation: HOME.nation });
  const found = await store.rows(
    FOUND,
    z.object({ collection: z.string(), finding: z.string(), proposal: z.string() }),
  );
  const notes = await store.rows(`SELECT reason FROM not_assessed`, z.object({ reason: z.string() }));
  store.close();
  return { found: found.map(({ collection, finding, proposal }) => [collection, finding, proposal]), notes };
}

describe("the audit of access rights", () => {
  it(`calls a right dormant ${PERIOD_DAYS} days after its last use and not on that day`, async () => {
    const { found } = await audited(
      [right("A"), right("B"), right("C"), right("D", { granted_at: "2026-04-20" })],
      [used("A", "2026-02-03"), used("B", "2026-02-02"), used("Z", "2025-11-01")],
    );
    expect(found).toEqual([
      ["A", "used", "keep"],
      ["B", "dormant", "withdraw"],
      ["C", "never used", "withdraw"],
      ["D", "used", "keep"],
    ]);
  });

  it("asks for confirmation after a year, but for a right that ends by itself", async () => {
    const old = { granted_at: "2025-05-03" };
    const { found } = await audited(
      [right("A", old), right("B", { ...old, expires_at: "2026-12-31" }), right("C", { granted_at: "2025-05-04" })],
      [used("A", NIGHT), used("B", NIGHT), used("C", NIGHT), used("Z", "2025-11-01")],
    );
    expect(found.map(([, finding]) => finding)).toEqual(["not confirmed again", "used", "used"]);
  });

  it("calls a right that outlives its holder's time or the agreement so, and not one within both", async () => {
    const store = await installation({
      entitlement: [right("A"), right("B"), { ...right("A"), actor_id: "gone" }],
      actor: [
        { actor_id: "ann", nation: "XAR", time_zone: "Europe/Paris" },
        { actor_id: "gone", nation: "XAR", time_zone: "Europe/Paris", active_to: "2026-05-03" },
      ],
      agreement: [agreement({ collections: '["A"]' })],
    });
    await insertRows(store, "actor_collection_day", [used("A", NIGHT), used("B", NIGHT), used("Z", "2025-11-01")]);
    await auditRights(store, NIGHT, { policy: SHIPPED_POLICY, home_nation: HOME.nation });
    const audit = await rightsAudit(store, NIGHT);
    expect(
      audit.rights.map(({ actor_id, collection, finding, proposal }) => [actor_id, collection, finding, proposal]),
    ).toEqual([
      ["gone", "A", "outlives its holder's time", "withdraw"],
      ["ann", "B", "outlives the agreement", "withdraw"],
    ]);
    expect(audit.rights[0]?.evidence).toBe("granted 2026-01-01, 0 accesses on record, last on no day");
    expect(
      audit.groups.map(({ nation, collection, held_count, left_count }) => [
        nation,
        collection,
        held_count,
        left_count,
      ]),
    ).toEqual([
      ["XAR", "A", 2, 1],
      ["XAR", "B", 1, 0],
    ]);
    store.close();
  });

  it("calls nothing dormant where the log does not reach back so far", async () => {
    const { found, notes } = await audited([right("A")], [used("Z", "2026-04-01")]);
    expect(found).toEqual([]);
    expect(notes[0]?.reason).toContain("does not reach back the 90 days");
  });
});
