import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesOn, NIGHT, publicWorld, settingsOf } from "../reports/public/world.js";
import { axeViolations, browserPath, launch, open, sidewaysScroll } from "./chromium.js";

const path = browserPath();
const MARKING = "PREPARED FOR PUBLIC RELEASE";

describe.skipIf(path === null)("the public edition in a browser", () => {
  let browser: Browser;
  /** Much shown, much hidden, nothing to show. */
  let pages: readonly string[] = [];

  beforeAll(async () => {
    browser = await launch(path ?? "");
    const named = settingsOf({ partners: ["XAR", "XBE"] });
    const full = await filesOn(await publicWorld({ count: 3000 }), NIGHT, named);
    const sparse = await filesOn(await publicWorld({ count: 12 }), NIGHT);
    const nothing = await filesOn(await publicWorld({ count: 12 }), "2026-01-15");
    pages = [full.html, sparse.html, nothing.html];
  });
  afterAll(() => browser.close());

  for (const colorScheme of ["light", "dark"] as const)
    it(`gives axe-core nothing to object to, ${colorScheme}`, async () => {
      for (const document of pages) {
        const { page, complaints, requests, close } = await open(browser, document, { colorScheme });
        expect(await axeViolations(page)).toEqual([]);
        expect([...complaints, ...requests]).toEqual([]);
        await close();
      }
    });

  for (const width of [320, 1280])
    it(`never scrolls sideways at ${width} px, with folded parts open`, async () => {
      for (const document of pages) {
        const { page, close } = await open(browser, document, { width });
        await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
        expect(await sidewaysScroll(page)).toBe(0);
        await close();
      }
    });

  it("has every link lead to a place in the page", async () => {
    for (const document of pages) {
      const { page, close } = await open(browser, document);
      const lost = await page.evaluate(
        "[...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((to) => !to.startsWith('#') || document.getElementById(to.slice(1)) === null)",
      );
      expect(lost).toEqual([]);
      await close();
    }
  });

  it.skipIf(!existsSync("/usr/bin/pdftotext"))("prints with its marking on every page, rules and all", async () => {
    const { page, close } = await open(browser, pages[0] ?? "");
    const folder = mkdtempSync(join(tmpdir(), "print-"));
    const file = join(folder, "page.pdf");
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
    const printed = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
    rmSync(folder, { recursive: true });
    await close();
    expect(printed.length).toBeGreaterThan(2);
    for (const text of printed) {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      expect(lines[0]).toContain(MARKING);
      expect(lines.at(-1)).toContain(MARKING);
    }
    expect(printed.join("")).toContain("Requests whose step requested falls on a day of the period");
  });
});
