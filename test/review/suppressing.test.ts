import { describe, expect, it } from "vitest";
import { readJournal } from "../../data/review/journal.js";
import { newWorkspace } from "../folder.js";
import { leadOf, publishFlags } from "./flags.js";
import { addAccount, Hands, newApp, Visitor } from "./visitor.js";

const FLAG = "L-2026-05-01-a1";
const SENT = { act: "suppress", scope: "both", until: "2026-05-31", reason: "a shift was moved for the exercise" };

async function house() {
  const workspace = newWorkspace();
  const hands = new Hands();
  publishFlags(workspace, "2026-05-01", [leadOf("a1"), leadOf("lees-own", { rank: 2 })]);
  await addAccount(workspace, hands, { name: "kim" });
  await addAccount(workspace, hands, { name: "lee", role: "second", actor_id: "lees-own" });
  await addAccount(workspace, hands, { name: "ada", role: "auditor" });
  const app = newApp(workspace, hands);
  const enter = async (name: string) => {
    const visitor = new Visitor(app);
    await visitor.signIn(name);
    return visitor;
  };
  const records = () => readJournal(workspace.journal).kept.map(({ record }) => record);
  return { enter, records };
}

describe("keeping leads from the list in the review application", () => {
  it("is for second reviewers: theirs is the scope, the reason and the last day, and they are its owner", async () => {
    const { enter, records } = await house();
    const lee = await enter("lee");
    expect(await (await lee.get(`/flag/${FLAG}`)).text()).toContain(`href="/suppress/${FLAG}"`);
    const made = await lee.post(`/suppress/${FLAG}`, SENT);
    expect([made.status, made.headers.get("location")]).toEqual([303, "/suppressions"]);
    expect(records().filter(({ kind }) => kind === "suppression")).toMatchObject([
      { owner: "lee", detector: "volume-surge", entity_type: "actor", entity_id: "a1", expires_on: "2026-05-31" },
    ]);
    const listed = await (await lee.get("/suppressions")).text();
    for (const part of ["volume-surge", "31 May 2026", "a shift was moved", "0 leads of 0 episodes"])
      expect(listed).toContain(part);
  });

  it("is refused to a reviewer and to an auditor, who see all of it", async () => {
    const { enter, records } = await house();
    await (await enter("lee")).post(`/suppress/${FLAG}`, SENT);
    for (const name of ["kim", "ada"]) {
      const visitor = await enter(name);
      expect((await visitor.get(`/suppress/${FLAG}`)).status).toBe(404);
      expect([400, 403]).toContain((await visitor.post(`/suppress/${FLAG}`, SENT)).status);
      expect([400, 403]).toContain(
        (await visitor.post("/suppressions", { act: "end", suppression_id: "x", reason: "r" })).status,
      );
      expect(await (await visitor.get("/suppressions")).text()).toContain("a shift was moved");
    }
    expect(records().filter(({ kind }) => kind.startsWith("suppression"))).toHaveLength(1);
  });

  it("asks again, with what was typed, for a last day beyond a quarter, a missing scope or reason", async () => {
    const { enter, records } = await house();
    const lee = await enter("lee");
    for (const wrong of [{ until: "2026-08-31" }, { until: "soon" }, { scope: "all" }, { reason: " " }]) {
      const answer = await lee.post(`/suppress/${FLAG}`, { ...SENT, ...wrong });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(wrong.until ?? SENT.until);
    }
    expect(records().filter(({ kind }) => kind === "suppression")).toEqual([]);
  });

  it("is not for leads about oneself", async () => {
    const { enter, records } = await house();
    const lee = await enter("lee");
    expect((await lee.post("/suppress/L-2026-05-01-lees-own", SENT)).status).toBe(404);
    expect(records().filter(({ kind }) => kind === "suppression")).toEqual([]);
  });

  it("can be ended early, with a reason, once", async () => {
    const { enter, records } = await house();
    const lee = await enter("lee");
    await lee.post(`/suppress/${FLAG}`, SENT);
    const id = /name="suppression_id" value="([^"]+)"/.exec(await (await lee.get("/suppressions")).text())?.[1] ?? "";
    const end = { act: "end", suppression_id: id, reason: "the exercise is over" };
    expect((await lee.post("/suppressions", end)).status).toBe(303);
    expect((await lee.post("/suppressions", end)).status).toBe(400);
    expect(records().filter(({ kind }) => kind === "suppression_end")).toMatchObject([
      { by: "lee", suppression_id: id },
    ]);
    expect(await (await lee.get("/suppressions")).text()).toContain("the exercise is over");
  });
});
