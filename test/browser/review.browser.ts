import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { pino } from "pino";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJournal } from "../../data/review/journal.js";
import type { Workspace } from "../../data/workspace.js";
import { realSecretEffects } from "../../pipeline/effects.js";
import { reviewApp } from "../../pipeline/review/web/app.js";
import { newWorkspace } from "../folder.js";
import { HOSTILE } from "../reports/hostile.js";
import { leadOf, publishFlags } from "../review/flags.js";
import { addAccount, PASSWORD } from "../review/visitor.js";
import { axeViolations, browserPath, launch, sidewaysScroll } from "./chromium.js";

const path = browserPath();
const NIGHT = "2026-05-01";

/** A running application over a workspace of its own, with names from the hostile strings. */
async function start() {
  const workspace = newWorkspace();
  publishFlags(workspace, NIGHT, [
    leadOf("a1"),
    leadOf("a2", { rank: 2 }),
    ...HOSTILE.slice(0, 12).map((name, index) =>
      leadOf(name, { rank: index + 3, flag_id: `L-${NIGHT}-h${index}`, summary: name }),
    ),
  ]);
  await addAccount(workspace, realSecretEffects, { name: "kim" });
  await addAccount(workspace, realSecretEffects, { name: "ada", role: "auditor" });
  await addAccount(workspace, realSecretEffects, { name: "lee", role: "second" });
  const hosts = new Set<string>();
  const log = pino({ level: "silent" });
  const app = reviewApp({ workspace, marking: "EXAMPLE", hosts, isSecure: false, log }, realSecretEffects);
  const server = createAdaptorServer({ fetch: app.fetch, createServer });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  hosts.add(`127.0.0.1:${port}`);
  return { workspace, origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly foreign: string[];
  readonly context: BrowserContext;
}

async function visit(
  browser: Browser,
  origin: string,
  { name = "kim", ...options }: Parameters<Browser["newContext"]>[0] & { readonly name?: string } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const [complaints, foreign]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin || /\.(js|css|png|woff2?)$/.test(url.pathname)) foreign.push(request.url());
  });
  await page.goto(`${origin}/`);
  await page.fill("input[name=name]", name);
  await page.fill("input[name=password]", PASSWORD);
  await page.click("button[value=enter]");
  await page.waitForURL(/\/nights$/);
  return { page, complaints, foreign, context };
}

const kinds = ({ journal }: Workspace) => readJournal(journal).kept.map(({ record }) => record.kind);

describe.skipIf(path === null)("the review application in a browser", () => {
  let browser: Browser;
  let house: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    browser = await launch(path ?? "");
    house = await start();
  });
  afterAll(async () => {
    await browser.close();
    house.stop();
  });

  it("a flag is opened, decided, and the decision taken back, by keyboard alone", async () => {
    const { page, complaints, foreign, context } = await visit(browser, house.origin);
    await page.goto(`${house.origin}/night/${NIGHT}`);
    await page.keyboard.press("j");
    await page.waitForURL(/\/night\/2026-05-01\/L-2026-05-01-a1$/);
    await page.keyboard.press("3");
    await page.keyboard.type("the clock of the portal; 1 to 6, j, k and u are letters here");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/night\/2026-05-01\/L-2026-05-01-a2$/);
    expect(readJournal(house.workspace.journal).kept.at(-2)?.record).toMatchObject({
      kind: "decision",
      disposition: "data error",
      reason: "the clock of the portal; 1 to 6, j, k and u are letters here",
    });
    await page.keyboard.press("u");
    await page.waitForURL(/\/flag\/L-2026-05-01-a1$/);
    expect(kinds(house.workspace)).toContain("reversal");
    expect(await page.textContent("#decision-table")).toContain("taken back by its reader");
    await page.keyboard.press("j");
    await page.waitForURL(/\/flag\/L-2026-05-01-a2$/);
    await page.keyboard.press("k");
    await page.waitForURL(/\/flag\/L-2026-05-01-a1$/);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
    await context.close();
  });

  it("the keys can be turned off and stay off", async () => {
    const { page, context } = await visit(browser, house.origin);
    await page.goto(`${house.origin}/night/${NIGHT}`);
    await page.uncheck("#keys");
    await page.reload();
    expect(await page.isChecked("#keys")).toBe(false);
    await page.keyboard.press("j");
    await page.waitForTimeout(200);
    expect(page.url()).toMatch(/\/night\//);
    await context.close();
  });

  it("a review is whole without script", async () => {
    const { page, context } = await visit(browser, house.origin, { javaScriptEnabled: false });
    await page.goto(`${house.origin}/flag/L-2026-05-01-a2`);
    expect(await page.isVisible("#keys")).toBe(false);
    await page.check("input[value='model error']");
    await page.fill("textarea[name=reason]", "ordinary for a quarter's end");
    await page.click("button[value=decide]");
    await page.waitForURL(/\/flag\/(?!L-2026-05-01-a2)/);
    await page.click("button[value=undo]");
    await page.waitForURL(/\/flag\/L-2026-05-01-a2$/);
    expect(await page.textContent("#decision-table")).toContain("ordinary for a quarter's end");
    await context.close();
  });

  it("an auditor is offered no form but the way out", async () => {
    const { page, context } = await visit(browser, house.origin, { name: "ada" });
    await page.goto(`${house.origin}/flag/L-2026-05-01-a1`);
    expect(await page.locator("form").count()).toBe(0);
    await page.goto(`${house.origin}/leave`);
    expect(await page.locator("form").count()).toBe(1);
    await context.close();
  });

  for (const width of [1280, 320])
    it(`gives axe-core nothing to object to and does not scroll sideways, ${width} px`, async () => {
      const { page, complaints, foreign, context } = await visit(browser, house.origin, {
        viewport: { width, height: 900 },
        colorScheme: width === 320 ? "dark" : "light",
        // axe-core is put into the page by the test; the application's own policy stays as it is
        bypassCSP: true,
      });
      for (const place of ["/nights", `/night/${NIGHT}`, "/flag/L-2026-05-01-h1", "/mine", "/suppressions", "/leave"]) {
        await page.goto(house.origin + place);
        expect(await sidewaysScroll(page), place).toBe(0);
        expect(await axeViolations(page), place).toEqual([]);
      }
      expect(complaints).toEqual([]);
      expect(foreign).toEqual([]);
      await context.close();
    });

  it("a second reviewer keeps a hostile name's leads from the list and ends that, without script, with nothing for axe-core", async () => {
    const { page, complaints, foreign, context } = await visit(browser, house.origin, {
      name: "lee",
      javaScriptEnabled: false,
    });
    const last = new Date(Date.parse(realSecretEffects.now()) + 20 * 86_400_000).toISOString().slice(0, 10);
    await page.goto(`${house.origin}/suppress/L-${NIGHT}-h0`);
    await page.check("input[value=both]");
    await page.fill("input[name=until]", last);
    await page.fill("textarea[name=reason]", HOSTILE[1] ?? "");
    await page.click("button[value=suppress]");
    await page.waitForURL(/\/suppressions$/);
    expect(kinds(house.workspace).at(-1)).toBe("suppression");
    await page.check("input[name=suppression_id]");
    await page.fill("textarea[name=reason]", "over");
    await page.click("button[value=end]");
    expect(await page.textContent("#suppressions")).toContain("by lee: over");
    expect([...complaints, ...foreign]).toEqual([]);
    await context.close();
    const seen = await visit(browser, house.origin, {
      name: "lee",
      bypassCSP: true,
      viewport: { width: 320, height: 900 },
    });
    for (const place of [`/suppress/L-${NIGHT}-h0`, "/suppressions", "/second"]) {
      await seen.page.goto(house.origin + place);
      expect(await sidewaysScroll(seen.page), place).toBe(0);
      expect(await axeViolations(seen.page), place).toEqual([]);
    }
    await seen.context.close();
  });

  it("hostile names neither run nor complain nor fetch", async () => {
    const { page, complaints, foreign, context } = await visit(browser, house.origin);
    for (let index = 0; index < 12; index += 1) {
      await page.goto(`${house.origin}/flag/L-${NIGHT}-h${index}`);
      expect(await page.locator("main").count()).toBe(1);
    }
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
    await context.close();
  });
});
