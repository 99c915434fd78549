import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Flag, flagShape } from "../../data/flag.js";
import { loadSettings } from "../../data/settings/load.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { newFolder, newWorkspace } from "../folder.js";

const FIRST = "2026-05-04";
const SECOND = "2026-05-05";
const HERE = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };

const HEAD = "event_id,event_time,source,seq,actor_id,action,outcome,object_id,collection,marking,partner,channel";
const LIST = "SECRET//REL TO XHM, XAR, XBE";

/** One row of the access log: ann of home shares an item with a partner at noon in Paris. */
const share = (
  id: string,
  changes: { day?: string; item?: string; partner?: string; seq?: number; via?: string } = {},
) => {
  const { day = FIRST, item = "OBJ-1", partner = "XBE", seq, via = "tls1.3" } = changes;
  return `${id},${day}T10:00:00Z,portal,${seq ?? ""},ann,share,success,${item},MARITIME-1,"${LIST}",${partner},${via}`;
};

const agreements = (...rows: string[]) =>
  [
    "agreement_id,partner,max_classification,collections,onward_sharing,retention_days,valid_from,valid_to",
    ...rows,
  ].join("\n");
const withPartner = (partner: string, from: string) =>
  `AGR-${partner},${partner},SECRET,MARITIME-1,false,365,${from},2026-12-31`;

const objects = (marking: string) =>
  `object_id,collection,originator,marking,created_at\nOBJ-1,MARITIME-1,XHM,"${LIST}",2026-01-01\nOBJ-2,MARITIME-1,XHM,"${marking}",2026-01-01`;

describe("a register that is put right between two nights", () => {
  const published = new Map<string, Flag[]>();
  const on = (night: string, rule: string, entity: string) =>
    published.get(night)?.find(({ detector, entity_id }) => detector === rule && entity_id === entity);

  beforeAll(async () => {
    const feeds = newFolder();
    const workspace = newWorkspace();
    const put = (name: string, text: string) => writeFileSync(join(feeds, name), `${text}\n`);
    mkdirSync(join(feeds, "access"));
    put(
      "settings.yaml",
      [
        "home: {nation: XHM, time_zone: Europe/Paris}",
        "policy:",
        "  version: navy 3",
        "  duties: {channels: [{id: courier, highest_level: CONFIDENTIAL, valid_from: 2026-05-05, reason: ours, source: ours}]}",
      ].join("\n"),
    );
    const judge = async (night: string) => {
      await run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [night] }, HERE, silent);
      const lines = readFileSync(join(workspace.reports, night, "flags.jsonl"), "utf8").split("\n");
      published.set(
        night,
        lines.filter((line) => line !== "").map((line) => flagShape.parse(JSON.parse(line))),
      );
    };
    put("agreements.csv", agreements(withPartner("XAR", "2026-01-01")));
    put("objects.csv", objects(LIST));
    put(
      "access/first.csv",
      [
        HEAD,
        share("a", { seq: 1 }),
        share("b", { item: "OBJ-2", partner: "XAR", seq: 2, via: "courier" }),
        share("c", { partner: "XAR", seq: 5, via: "courier" }),
      ].join("\n"),
    );
    await judge(FIRST);
    put("agreements.csv", agreements(withPartner("XAR", "2026-01-01"), withPartner("XBE", "2026-05-01")));
    put("objects.csv", objects("SECRET//NOFORN"));
    put(
      "access/second.csv",
      [
        HEAD,
        share("d", { day: SECOND, partner: "XAR", seq: 6, via: "courier" }),
        share("e", { partner: "XAR", seq: 3 }),
        share("f", { partner: "XAR", seq: 4 }),
      ].join("\n"),
    );
    await judge(SECOND);
  }, 60_000);

  it("an agreement dated back withdraws the exception under its id, and says what was known when", () => {
    const lapsed = on(FIRST, "agreement-in-force", "XBE");
    expect(lapsed).toMatchObject({ queue: "exceptions", state: "new", observed: 1, p_value: null });
    const settled = on(SECOND, "agreement-in-force", "XBE");
    expect(settled).toMatchObject({ flag_id: lapsed?.flag_id, state: "withdrawn", observed: 0 });
    expect(settled?.summary).toContain("1 did not hold by what was known before, 0 by what is known now");
  });

  it("a marking that is tightened afterwards makes yesterday's release an exception, and says that it was none then", () => {
    expect(on(FIRST, "release-marking", "ann")).toBeUndefined();
    const found = on(SECOND, "release-marking", "ann");
    expect(found).toMatchObject({ state: "new", observed: 1, first_day: FIRST, event_ids: ["b"] });
    expect(found?.summary).toContain("0 did not hold by what was known before, 1 by what is known now");
  });

  it("missing numbers that come a night late withdraw the hole", () => {
    expect(on(FIRST, "sequence-hole", "portal")).toMatchObject({ state: "new", observed: 2 });
    expect(on(SECOND, "sequence-hole", "portal")).toMatchObject({ state: "withdrawn", observed: 0 });
  });

  it("the operator's policy counts from its day on: the same channel was fit the day before", () => {
    expect(on(FIRST, "channel", "portal")).toBeUndefined();
    expect(on(SECOND, "channel", "portal")).toMatchObject({ state: "new", event_ids: ["d"] });
  });
});
