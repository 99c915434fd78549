import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeHostileFeeds } from "../reports/flags/hostile-night.js";
import { runNight, writeFeeds } from "../reports/flags/world.js";
import { axeViolations, browserPath, launch, open, sidewaysScroll } from "./chromium.js";

const path = browserPath();
const OPEN_ALL = "for (const d of document.querySelectorAll('details')) d.open = true";

async function pageOf(feeds: string): Promise<string> {
  return (await runNight(feeds)).get("flags.html") ?? "";
}

describe.skipIf(path === null)("flags.html in a browser", () => {
  let browser: Browser;
  let plain = "";
  let hostile = "";
  beforeAll(async () => {
    plain = await pageOf(writeFeeds(60));
    hostile = await pageOf(writeHostileFeeds());
    browser = await launch(path ?? "");
  }, 400_000);
  afterAll(() => browser?.close());

  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 320])
      it(`gives axe-core nothing to object to and complains of nothing, ${colorScheme}, ${width} px`, async () => {
        const { page, complaints, requests, close } = await open(browser, plain, { colorScheme, width });
        expect(await axeViolations(page)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(0);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        await close();
      });

  for (const width of [1280, 320])
    it(`lets nothing from a log run, fetch or leave its place at ${width} px`, async () => {
      const { page, complaints, requests, close } = await open(browser, hostile, { width });
      await page.evaluate(OPEN_ALL);
      await page.mouse.move(300, 300);
      expect(await page.title()).toBe("Flags, 26 March 2026");
      expect(await sidewaysScroll(page)).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      await close();
    });

  it("goes from flag to flag by j and k, and to the queue by q", async () => {
    const { page, close } = await open(browser, plain);
    const focused = () => page.evaluate("document.activeElement.id");
    const cards = await page.evaluate("[...document.querySelectorAll('article')].map((card) => card.id)");
    const [first, second] = Array.isArray(cards) ? cards.map(String) : [];
    await page.keyboard.press("j");
    expect(await focused()).toBe(first);
    await page.keyboard.press("j");
    expect(await focused()).toBe(second);
    await page.keyboard.press("k");
    expect(await focused()).toBe(first);
    await page.keyboard.press("q");
    expect(await focused()).toBe("queue-table");
    await close();
  });

  it("filters the queue by what is typed and says how many are shown; keys typed there go nowhere", async () => {
    const { page, close } = await open(browser, plain);
    const rows = "[...document.querySelectorAll('#queue-table tbody tr')].filter((row) => !row.hidden).length";
    const all = Number(await page.evaluate(rows));
    const about = String(
      await page.evaluate("document.querySelector('#queue-table tbody td:nth-child(3) bdi').textContent"),
    );
    await page.locator("input[type=search]").fill(about);
    expect(Number(await page.evaluate(rows))).toBeLessThan(all);
    expect(await page.locator("[role=status]").textContent()).toBe(`${await page.evaluate(rows)} of ${all} shown.`);
    await page.locator("input[type=search]").press("j");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("INPUT");
    await close();
  });

  it("sorts the queue by how unusual it is, and back as ranked", async () => {
    const { page, close } = await open(browser, plain);
    const order =
      "[...document.querySelectorAll('#queue-table tbody th .content')].map((cell) => cell.textContent).join()";
    const ranked = await page.evaluate(order);
    await page.locator("select").selectOption("about");
    expect(await page.evaluate(order)).not.toBe(ranked);
    await page.locator("select").selectOption("");
    expect(await page.evaluate(order)).toBe(ranked);
    await close();
  });

  it("is whole without a script", async () => {
    const bare = plain.replace(/<script>[\s\S]*?<\/script>/g, "");
    const { page, close } = await open(browser, bare);
    expect(await page.locator("article").count()).toBeGreaterThan(5);
    expect(await page.locator("input").count()).toBe(0);
    await close();
  });

  it.skipIf(!existsSync("/usr/bin/pdftotext"))(
    "prints with its marking on every page, and folded parts open",
    async () => {
      const { page, close } = await open(browser, plain);
      const folder = mkdtempSync(join(tmpdir(), "print-"));
      const file = join(folder, "page.pdf");
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
      const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 })
        .split("\f")
        .slice(0, -1);
      rmSync(folder, { recursive: true });
      expect(pages.length).toBeGreaterThan(5);
      for (const text of pages) expect(text.split("SECRET//REL TO XHM, XAR").length).toBeGreaterThanOrEqual(3);
      expect(pages.join("\n")).toContain("ORDER BY event_time, source, event_id");
      await close();
    },
  );
});
