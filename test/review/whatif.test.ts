import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Day } from "../../data/days.js";
import { loadSettings } from "../../data/settings/load.js";
import { settingsShape } from "../../data/settings/shape.js";
import { holdWorkspace } from "../../data/store/lock.js";
import type { Workspace } from "../../data/workspace.js";
import { silent } from "../../pipeline/progress.js";
import { decide } from "../../pipeline/review/decide.js";
import { PublishedFlags } from "../../pipeline/review/published.js";
import { run } from "../../pipeline/run.js";
import { byRule, difference, type ListedLead, whatIf } from "../../pipeline/whatif.js";
import { newWorkspace } from "../folder.js";
import { contentsOf, smallWorld } from "../world.js";

const HERE = { now: () => "2026-07-01T00:00:00.000Z", pid: 1, host: "here" };

const lead = (night: string, entity_id: string, flag_id: string, is_confirmed = false): ListedLead => ({
  night,
  flag_id,
  entity_type: "actor",
  entity_id,
  detector: "sweep",
  p_value: 0.001,
  is_confirmed,
});

describe("the difference of two lists", () => {
  it("is by whom leads are about: an episode under another id that names the same person on one of its nights is the same", () => {
    const before = [lead("2026-05-01", "a", "F1"), lead("2026-05-02", "a", "F1"), lead("2026-05-01", "b", "F2", true)];
    const after = [lead("2026-05-02", "a", "F9"), lead("2026-05-02", "c", "F3")];
    const { added, removed, confirmed_lost, before_count, after_count } = difference(before, after);
    expect([before_count, after_count]).toEqual([2, 2]);
    expect(added.map(({ flag_id }) => flag_id)).toEqual(["F3"]);
    expect(removed.map(({ flag_id }) => flag_id)).toEqual(["F2"]);
    expect(confirmed_lost.map(({ flag_id }) => flag_id)).toEqual(["F2"]);
  });

  it("is by rule as well for exceptions: one rule that holds now is not made up for by another that does not", () => {
    const before = [lead("2026-05-01", "a", "F1"), { ...lead("2026-05-01", "a", "F2"), detector: "custody" }];
    const { removed, added } = difference(before, before.slice(0, 1), byRule);
    expect(removed.map(({ flag_id }) => flag_id)).toEqual(["F2"]);
    expect(added).toEqual([]);
  });
});

describe("settings tried on past nights", () => {
  let workspace: Workspace;
  let nights: readonly Day[] = [];
  let leads: readonly string[] = [];
  const PRICE = { price: { expected_false_leads_per_night: 4 } };
  const home = () => loadSettings(null, feeds).settings.home;
  let feeds = "";
  const attempt = (given: object) =>
    whatIf({ workspace, settings: settingsShape.parse({ home: home(), ...given }), nights }, HERE, silent);

  beforeAll(async () => {
    const world = await smallWorld();
    feeds = world.feeds;
    nights = world.days.slice(-1);
    workspace = newWorkspace();
    const settings = settingsShape.parse({ home: home(), ...PRICE });
    await run({ feeds, workspace, loaded: { settings, digest: "0", file: null }, nights }, HERE, silent);
    leads = [...new PublishedFlags(workspace).all().values()].flatMap(([flag]) =>
      flag.queue === "leads" ? [flag.flag_id] : [],
    );
    expect(leads.length).toBeGreaterThan(0);
    const given = {
      disposition: "confirmed concern",
      reason: "no request",
      reviewer: "kim",
      is_second: false,
      wants_second: false,
    };
    decide(workspace, { flag_id: leads[0] ?? "", ...given }, HERE.now());
  });

  it("the same settings add and remove nothing", async () => {
    const { added, removed, before_count, after_count, exceptions } = await attempt(PRICE);
    expect([added, removed]).toEqual([[], []]);
    expect([exceptions.added, exceptions.removed]).toEqual([[], []]);
    const published = [...new PublishedFlags(workspace).all().values()].filter(([{ queue }]) => queue === "exceptions");
    expect([exceptions.before_count, exceptions.after_count]).toEqual([published.length, published.length]);
    expect([before_count, after_count]).toEqual([leads.length, leads.length]);
  });

  it("a price of next to nothing removes every lead, names the confirmed one that is lost, and leaves the workspace as it was", async () => {
    const digest = () => createHash("sha256").update(readFileSync(workspace.store)).digest("hex");
    const before = [digest(), contentsOf(workspace.reports), readdirSync(workspace.root).sort()];
    const { removed, confirmed_lost, after_count } = await attempt({
      price: { expected_false_leads_per_night: 1e-250 },
    });
    expect(after_count).toBe(0);
    expect(removed).toHaveLength(leads.length);
    expect(confirmed_lost.map(({ flag_id }) => flag_id)).toEqual([leads[0]]);
    expect([digest(), contentsOf(workspace.reports), readdirSync(workspace.root).sort()]).toEqual(before);
  });

  it("a duty laid over the policy adds the exceptions that it would have made, and no lead", async () => {
    const purposes = ["counter-terrorism", "maritime-safety", "cyber-defence", "disaster-relief"].map((id) => ({
      id,
      valid_from: "2020-01-01",
      reason: "tried",
      source: "a draft",
    }));
    const { added, exceptions } = await attempt({ ...PRICE, policy: { duties: { rights_review_purposes: purposes } } });
    expect(added).toEqual([]);
    expect(exceptions.added.length).toBeGreaterThan(0);
    expect(new Set(exceptions.added.map(({ detector }) => detector))).toEqual(new Set(["rights-review-purpose"]));
    expect(exceptions.removed).toEqual([]);
  });

  it("wait for nobody: a workspace in use is said to be so, and nothing is left behind", async () => {
    const lock = await holdWorkspace(workspace, { pid: 7, command: "run", since: HERE.now() });
    await expect(attempt(PRICE)).rejects.toThrow("workspace in use");
    lock.release();
    expect(readdirSync(workspace.root).filter((name) => name.startsWith("whatif"))).toEqual([]);
  });
});
