import { copyFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readJournal } from "../../data/review/journal.js";
import type { Decision } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";
import { closeAccount } from "../../pipeline/review/accounts.js";
import { anchor } from "../../reports/border/slug.js";
import { newWorkspace } from "../folder.js";
import { HOSTILE } from "../reports/hostile.js";
import { leadOf, publishFlags } from "./flags.js";
import { addAccount, Hands, HOST, newApp, PASSWORD, Visitor } from "./visitor.js";

const NIGHT = "2026-05-01";
const FLAG = "L-2026-05-01-a1";
const OTHER = "L-2026-05-01-a2";
const SELF = "L-2026-05-01-kims-own";

/** The accounts of every house, made once: a password is dear to keep. */
const accounts = (async () => {
  const [workspace, hands] = [newWorkspace(), new Hands()];
  await addAccount(workspace, hands, { name: "kim", actor_id: "kims-own" });
  await addAccount(workspace, hands, { name: "lee", role: "second", actor_id: "lees-own" });
  await addAccount(workspace, hands, { name: "ada", role: "auditor" });
  return workspace.accounts;
})();

async function house() {
  const workspace = newWorkspace();
  const hands = new Hands();
  publishFlags(workspace, NIGHT, [
    leadOf("a1"),
    leadOf("a2", { rank: 2 }),
    leadOf("kims-own", { rank: 3 }),
    leadOf("a4", { rank: 4, related: [{ entity_type: "actor", entity_id: "lees-own" }] }),
  ]);
  copyFileSync(await accounts, workspace.accounts);
  const app = newApp(workspace, hands);
  const enter = async (name: string) => {
    const visitor = new Visitor(app);
    await visitor.signIn(name);
    return visitor;
  };
  return { workspace, hands, app, enter };
}

const decisions = ({ journal }: Workspace): Decision[] =>
  readJournal(journal).kept.flatMap(({ record }) => (record.kind === "decision" ? [record] : []));

describe("signing in", () => {
  it("opens the nights to the right password alone, under a new session", async () => {
    const { app } = await house();
    const visitor = new Visitor(app);
    expect((await visitor.get("/nights")).headers.get("location")).toBe("/enter");
    const before = visitor.cookie;
    expect((await visitor.signIn("kim", "wrong horse battery")).status).toBe(403);
    const entered = await visitor.signIn("kim");
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/nights"]);
    expect(visitor.cookie).not.toBe(before);
    expect((await visitor.get("/nights")).status).toBe(200);
  });

  it("the cookie is out of a script's and of another site's reach", async () => {
    const { app } = await house();
    const response = await app.request("/enter", { headers: { host: HOST } });
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
  });

  it("five failures hold a name back for a quarter of an hour, the right password too, and no other name", async () => {
    const { app, hands } = await house();
    const visitor = new Visitor(app);
    for (let count = 0; count < 5; count += 1) await visitor.signIn("kim", "wrong horse battery");
    expect((await visitor.signIn("kim")).status).toBe(429);
    expect((await new Visitor(app).signIn("lee")).status).toBe(303);
    hands.later(15 * 60 + 1);
    expect((await new Visitor(app).signIn("kim")).status).toBe(303);
  });

  it("an unknown name, a wrong password and a closed account are told alike", async () => {
    const { app, workspace, hands } = await house();
    closeAccount(workspace, "lee", hands.now());
    const texts = [];
    for (const [name, password] of [
      ["nobody", PASSWORD],
      ["kim", "wrong horse battery"],
      ["lee", PASSWORD],
    ] as const) {
      const page = await (await new Visitor(app).signIn(name, password)).text();
      texts.push(page.replace(/name="token" value="[^"]+"/, ""));
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain("The name or the password is wrong.");
  });

  it("a session is over after twenty idle minutes, after ten hours, when its account is closed, and on signing out", async () => {
    const { enter, hands, workspace } = await house();
    const idle = await enter("kim");
    hands.later(20 * 60 + 1);
    expect((await idle.get("/nights")).status).toBe(303);
    const long = await enter("kim");
    for (let minutes = 0; minutes <= 600; minutes += 15) {
      await long.get("/nights");
      hands.later(15 * 60);
    }
    expect((await long.get("/nights")).status).toBe(303);
    const left = await enter("kim");
    const kept = left.cookie;
    await left.post("/leave", { act: "leave" });
    left.cookie = kept;
    expect((await left.get("/nights")).status).toBe(303);
    const closed = await enter("kim");
    closeAccount(workspace, "kim", hands.now());
    expect((await closed.get("/nights")).status).toBe(303);
  });

  it("a session takes a new id every quarter of an hour; the old one is good for half a minute", async () => {
    const { enter, hands } = await house();
    const visitor = await enter("kim");
    const old = visitor.cookie;
    hands.later(15 * 60 + 1);
    await visitor.get("/nights");
    expect(visitor.cookie).not.toBe(old);
    const late = new Visitor(visitor.app);
    late.cookie = old;
    expect((await late.get("/nights")).status).toBe(200);
    expect(late.cookie).toBe(old);
    hands.later(31);
    expect((await late.get("/nights")).status).toBe(303);
    expect((await visitor.get("/nights")).status).toBe(200);
  });
});

describe("what a browser can be led to", () => {
  it("a foreign Host, Origin or no Origin at all changes nothing, nor does another method", async () => {
    const { enter, workspace } = await house();
    const visitor = await enter("kim");
    const sent = { act: "decide", reading: "first", disposition: "data error", reason: "x" };
    expect((await visitor.get("/nights", { host: "evil.example" })).status).toBe(421);
    expect((await visitor.post(`/flag/${FLAG}`, sent, { origin: "http://evil.example" })).status).toBe(403);
    expect((await visitor.post(`/flag/${FLAG}`, sent, { origin: "null" })).status).toBe(403);
    expect((await visitor.post(`/flag/${FLAG}`, sent, { origin: "" })).status).toBe(403);
    const put = await visitor.app.request(`/flag/${FLAG}`, { method: "PUT", headers: { host: HOST } });
    expect(put.status).toBe(405);
    expect(decisions(workspace)).toEqual([]);
  });

  it("a form without the session's token, or with another session's, changes nothing", async () => {
    const { enter, workspace } = await house();
    const [visitor, other] = [await enter("kim"), await enter("lee")];
    expect((await visitor.decide(FLAG, { token: "guess" })).status).toBe(403);
    expect((await visitor.decide(FLAG, { token: await other.token("/leave") })).status).toBe(403);
    expect(decisions(workspace)).toEqual([]);
  });

  it("every answer carries a policy that admits named styles and scripts alone, and is kept nowhere", async () => {
    const { enter } = await house();
    const visitor = await enter("kim");
    for (const path of ["/nights", `/night/${NIGHT}`, `/flag/${FLAG}`, "/mine", "/none", "/enter"]) {
      const { headers } = await visitor.get(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/^default-src 'none'/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("a form longer than any reason is refused unread", async () => {
    const { enter, workspace } = await house();
    const response = await (await enter("kim")).decide(FLAG, { reason: "x".repeat(70_000) });
    expect(response.status).toBe(413);
    expect(decisions(workspace)).toEqual([]);
  });
});

describe("who may do what", () => {
  it.each([
    ["kim", "decides a first reading", FLAG, 303],
    ["lee", "decides a first reading", FLAG, 303],
    ["ada", "changes nothing", FLAG, 403],
    ["kim", "does not see a flag about themselves", SELF, 404],
    ["lee", "does not see a flag that names them as related", "L-2026-05-01-a4", 404],
    ["lee", "decides a flag about somebody else", SELF, 303],
    ["kim", "cannot decide a flag that there is not", "L-1999-01-01-x", 404],
  ])("%s %s", async (name, _, flag, status) => {
    const { enter, workspace } = await house();
    expect((await (await enter(name)).decide(flag)).status).toBe(status);
    expect(decisions(workspace)).toHaveLength(status === 303 ? 1 : 0);
  });

  it("a list leaves out the reader's own flags without a trace", async () => {
    const { enter } = await house();
    const page = await (await (await enter("kim")).get(`/night/${NIGHT}`)).text();
    expect(page).toContain(FLAG);
    expect(page).not.toContain("kims-own");
    expect(await (await (await enter("ada")).get(`/night/${NIGHT}`)).text()).toContain("kims-own");
  });

  it("the auditor alone reads all decisions", async () => {
    const { enter } = await house();
    await (await enter("kim")).decide(FLAG);
    expect((await (await enter("lee")).get("/history")).status).toBe(403);
    expect(await (await (await enter("ada")).get("/history")).text()).toContain("the clock was off");
  });

  it("a decision needs a word of the list and a reason, and what was typed is kept", async () => {
    const { enter, workspace } = await house();
    const visitor = await enter("kim");
    const page = await visitor.decide(FLAG, { disposition: "guilty", reason: "typed so far" });
    expect(page.status).toBe(400);
    expect(await page.text()).toContain("typed so far");
    expect((await visitor.decide(FLAG, { reason: "  " })).status).toBe(400);
    expect(decisions(workspace)).toEqual([]);
  });
});

describe("a review", () => {
  it("records the look, the time to it, the time spent, and goes on to the next flag that waits", async () => {
    const { enter, workspace, hands } = await house();
    const visitor = await enter("kim");
    await visitor.get(`/flag/${FLAG}`);
    hands.later(90);
    const token = await visitor.token("/leave");
    const decided = await visitor.decide(FLAG, { token });
    expect(decided.headers.get("location")).toBe(`/flag/${OTHER}`);
    const [decision] = decisions(workspace);
    expect(decision).toMatchObject({ flag_id: FLAG, night: NIGHT, seconds_spent: 90, origin: "app", is_second: false });
    expect(decision?.seconds_to_look).toBeTypeOf("number");
    const looks = readJournal(workspace.journal).kept.filter(({ record }) => record.kind === "look");
    expect(looks).toHaveLength(1);
  });

  it("is taken back by its own reader as a reversal beside it, once", async () => {
    const { enter, workspace } = await house();
    const [visitor, other] = [await enter("kim"), await enter("lee")];
    await visitor.decide(FLAG);
    const page = await (await visitor.get("/nights")).text();
    const decision_id = /name="decision_id" value="([^"]+)"/.exec(page)?.[1] ?? "";
    expect((await other.post("/nights", { act: "undo", decision_id })).status).toBe(403);
    const undone = await visitor.post("/nights", { act: "undo", decision_id });
    expect(undone.headers.get("location")).toBe(`/flag/${FLAG}`);
    expect((await visitor.post("/nights", { act: "undo", decision_id })).status).toBe(403);
    expect(readJournal(workspace.journal).kept.map(({ record }) => record.kind)).toContain("reversal");
    expect(decisions(workspace)).toHaveLength(1);
    expect((await visitor.decide(FLAG, { disposition: "model error" })).status).toBe(303);
    expect(decisions(workspace)).toHaveLength(2);
  });

  it("a second reading is made blind to the first, by another person, and both then see both", async () => {
    const { enter, workspace } = await house();
    const [first, second] = [await enter("kim"), await enter("lee")];
    await first.decide(FLAG, { disposition: "confirmed concern", reason: "no request covers it" });
    for (const path of [`/flag/${FLAG}`, `/night/${NIGHT}`, "/second", "/mine", "/nights"]) {
      const page = await (await second.get(path)).text();
      expect(page).not.toContain("no request covers it");
      expect(page).not.toMatch(/confirmed concern, waits/);
      if (path.startsWith("/flag")) expect(page).not.toContain("Decisions so far");
    }
    expect(await (await second.get("/second")).text()).toContain(FLAG);
    expect((await first.decide(FLAG, { reading: "second" })).status).toBe(400);
    const read = await second.decide(FLAG, {
      reading: "second",
      disposition: "true but authorised",
      reason: "order 12",
    });
    expect(read.status).toBe(303);
    expect(decisions(workspace)[1]).toMatchObject({ is_second: true, is_blind: true, role: "second", reviewer: "lee" });
    const both = await (await first.get(`/flag/${FLAG}`)).text();
    expect(both).toContain("order 12");
    expect(both).toContain("no request covers it");
  });

  it("a reviewer who is not a second reviewer sees neither reading of a flag that waits for one", async () => {
    const { enter, workspace, hands } = await house();
    await addAccount(workspace, hands, { name: "mia" });
    await (await enter("kim")).decide(FLAG, { wants_second: "true", reason: "please look too" });
    const page = await (await (await enter("mia")).get(`/flag/${FLAG}`)).text();
    expect(page).not.toContain("please look too");
    expect(page).toContain("a second reading is made by a second reviewer");
  });

  it("the flag is shown as its night's report argues it, and in words where there is no report", async () => {
    const { enter, workspace } = await house();
    const page = await (await (await enter("kim")).get(`/flag/${FLAG}`)).text();
    expect(page).toContain("94 events where 20 are usual");
    writeFileSync(
      `${workspace.reports}/${NIGHT}/flags.html`,
      `<p>before</p><article id="${anchor("flag", FLAG).id}"><p>argued from both sides</p></article><p>after</p>`,
    );
    const again = await (await (await enter("kim")).get(`/flag/${FLAG}`)).text();
    expect(again).toContain("argued from both sides</p></article>");
    expect(again).not.toContain("<p>after</p>");
  });
});

it("hostile reasons, names and ids reach the page as text alone", async () => {
  const workspace = newWorkspace();
  const hands = new Hands();
  const texts = HOSTILE.filter((text) => text.trim() !== "" && text.length <= 4000).slice(0, 60);
  publishFlags(
    workspace,
    NIGHT,
    texts.map((text, index) =>
      leadOf(text, { rank: index + 1, flag_id: `L-2026-05-01-h${index}`, question: text, summary: text }),
    ),
  );
  await addAccount(workspace, hands, { name: "kim" });
  const visitor = new Visitor(newApp(workspace, hands));
  await visitor.signIn("kim");
  const token = await visitor.token("/leave");
  for (const [index, reason] of texts.entries()) await visitor.decide(`L-2026-05-01-h${index}`, { reason, token });
  expect(decisions(workspace).length).toBeGreaterThan(40);
  for (const path of [`/night/${NIGHT}`, "/mine", "/flag/L-2026-05-01-h3"]) {
    const page = await (await visitor.get(path)).text();
    const ours = page.match(/<script>/g)?.length;
    expect(ours).toBe(2);
    expect(page).not.toMatch(/<(img|iframe|object|embed|base|link|meta http-equiv="refresh")/i);
    expect(page.replace(/<script>.*?<\/script>/gs, "")).not.toMatch(/<[^>]*\son[a-z]+=/i);
  }
});

describe("the list of a night", () => {
  it("is walked to its end, each flag as that night showed it, also where one stands in later nights", async () => {
    const { workspace, enter } = await house();
    const later = leadOf("a1", { night: "2026-05-02", flag_id: FLAG, summary: "as of the second night" });
    publishFlags(workspace, "2026-05-02", [later]);
    const kim = await enter("kim");
    expect(await (await kim.get(`/night/${NIGHT}`)).text()).toContain(`href="/night/${NIGHT}/${FLAG}"`);
    const page = await (await kim.get(`/night/${NIGHT}/${FLAG}`)).text();
    expect(page).not.toContain("as of the second night");
    expect(page).toContain(`name="night" value="${NIGHT}"`);
    const sent = { act: "decide", reading: "first", disposition: "data error", reason: "r", night: NIGHT };
    const decided = await kim.post(`/night/${NIGHT}/${FLAG}`, sent);
    expect(decided.headers.get("location")).toBe(`/night/${NIGHT}/${OTHER}`);
    expect(decisions(workspace)).toMatchObject([{ flag_id: FLAG, night: NIGHT }]);
    expect(await (await kim.get(`/flag/${FLAG}`)).text()).toContain("as of the second night");
  });

  it("carries the banner of its night's report on every page of it, once, whatever stands in it", async () => {
    const { workspace, enter } = await house();
    const file = `${workspace.reports}/${NIGHT}/flags.html`;
    writeFileSync(file, '<p class="marking">TOP SECRET//ORCON &amp; &lt;b&gt;</p>');
    const kim = await enter("kim");
    for (const path of [`/night/${NIGHT}`, `/flag/${FLAG}`, "/mine"]) {
      const page = await (await kim.get(path)).text();
      expect(page).toContain('<p class="marking">TOP SECRET//ORCON &amp; &lt;b&gt;</p>');
      expect(page).not.toContain('<p class="marking">EXAMPLE</p>');
    }
  });
});
