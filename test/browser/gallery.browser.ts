import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOSTILE } from "../reports/hostile.js";
import { axeViolations, browserPath, launch, open, sidewaysScroll } from "./chromium.js";
import { gallery } from "./gallery.js";

const path = browserPath();

/** Names taken from the hostile strings in turn, so that a few pages hold them all. */
function hostileFrom(start: number): string {
  let index = start;
  return gallery(() => HOSTILE[index++ % HOSTILE.length] ?? "");
}

/** As many pages as it takes for every hostile string to stand somewhere. */
const NAMES_A_PAGE = (() => {
  let count = 0;
  gallery((plain) => {
    count += 1;
    return plain;
  });
  return count;
})();
const HOSTILE_PAGES = Array.from({ length: Math.ceil(HOSTILE.length / NAMES_A_PAGE) }, (_, index) =>
  hostileFrom(index * NAMES_A_PAGE),
);

describe.skipIf(path === null)("the gallery of every part and chart", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(path ?? "");
  });
  afterAll(() => browser.close());

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 320]) {
      it(`gives axe-core nothing to object to, ${colorScheme}, ${width} px`, async () => {
        const { page, close } = await open(browser, gallery(), { colorScheme, width });
        expect(await axeViolations(page)).toEqual([]);
        await close();
      });
    }
  }

  it("is looked at by an axe-core that does object: to a page without a language", async () => {
    const { page, close } = await open(browser, gallery().replace('<html lang="en">', "<html>"));
    expect((await axeViolations(page)).map((violation) => violation.split(":")[0])).toEqual(["html-has-lang"]);
    await close();
  });

  it("lets no hostile name run, complain, fetch, or leave its place", async () => {
    for (const document of HOSTILE_PAGES) {
      const { page, complaints, requests, close } = await open(browser, document);
      await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
      await page.mouse.move(400, 400);
      expect(await page.title()).toMatch(/^Gallery/);
      expect(Number(await page.evaluate("document.querySelectorAll('script').length"))).toBe(1);
      expect(
        Number(
          await page.evaluate(
            "document.querySelectorAll('img,iframe,object,embed,form,base,link,video,audio,math,[onload],[onerror],[onclick],[style]').length",
          ),
        ),
      ).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      await close();
    }
  });

  it("gives axe-core nothing to object to with hostile names either", async () => {
    for (const document of HOSTILE_PAGES.slice(0, 2)) {
      const { page, close } = await open(browser, document);
      expect(await axeViolations(page)).toEqual([]);
      await close();
    }
  });

  for (const width of [320, 400, 768, 1280]) {
    it(`never scrolls sideways at ${width} px, with folded parts open, whatever the names`, async () => {
      for (const document of [gallery(), ...HOSTILE_PAGES]) {
        const { page, close } = await open(browser, document, { width });
        await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
        expect(await sidewaysScroll(page)).toBe(0);
        await close();
      }
    });
  }

  it("cuts no word of a drawing off at its edge, wide or narrow, whatever the names", async () => {
    for (const width of [1280, 320]) {
      for (const document of [gallery(), ...HOSTILE_PAGES]) {
        const { page, close } = await open(browser, document, { width });
        const cut = await page.evaluate(`[...document.querySelectorAll("figure > svg text")]
          .filter((text) => text.getBoundingClientRect().width > 0)
          .filter((text) => {
            const { x, width } = text.getBBox();
            return x < -2 || x + width > text.ownerSVGElement.viewBox.baseVal.width + 2;
          })
          .map((text) => text.closest("figure").id + ": " + text.textContent)`);
        expect(cut).toEqual([]);
        await close();
      }
    }
  });

  it("refuses a script and a style that are not its own", async () => {
    const { page, complaints, close } = await open(
      browser,
      gallery().replace("</main>", "<script>document.title='ran'</script><style>main{display:none}</style></main>"),
    );
    expect(await page.title()).toMatch(/^Gallery/);
    expect(await page.locator("main").isVisible()).toBe(true);
    expect(complaints.length).toBe(2);
    await close();
  });

  it("is reached by keyboard from the skip link on, with the focus to be seen", async () => {
    const { page, close } = await open(browser, gallery());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    expect(Number(await page.evaluate("document.activeElement.getBoundingClientRect().left"))).toBeGreaterThanOrEqual(
      0,
    );
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await close();
  });

  it("shows its wide drawings where there is room and its narrow ones where there is not, one of each pair", async () => {
    for (const [width, kind] of [
      [1280, "wide"],
      [320, "narrow"],
    ] as const) {
      const { page, close } = await open(browser, gallery(), { width });
      const shown = await page.evaluate(
        "[...document.querySelectorAll('figure > svg')].filter((s) => s.getBoundingClientRect().width > 0).map((s) => s.getAttribute('class'))",
      );
      expect(new Set(shown as string[])).toEqual(new Set([kind]));
      expect((shown as string[]).length).toBe(11);
      await close();
    }
  });

  it.skipIf(!existsSync("/usr/bin/pdftotext"))(
    "prints with the marking at the top and foot of every page, nothing cut, and folded parts open",
    async () => {
      for (const document of [gallery(), HOSTILE_PAGES[0] ?? ""]) {
        const { page, close } = await open(browser, document);
        const folder = mkdtempSync(join(tmpdir(), "print-"));
        const file = join(folder, "page.pdf");
        writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
        const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
        const boxes = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
        rmSync(folder, { recursive: true });
        expect(pages.length).toBeGreaterThan(2);
        pages.forEach((text, index) => {
          const lines = text.split("\n").filter((line) => line.trim() !== "");
          expect(lines[0]).toContain("EXAMPLE — FICTIONAL NATIONS AND PEOPLE");
          expect(lines.at(-1)).toContain("EXAMPLE — FICTIONAL NATIONS AND PEOPLE");
          expect(lines.at(-1)).toContain(`${index + 1} / ${pages.length}`);
        });
        expect(pages.join("\n")).toContain("SELECT event_id FROM event");
        const [, width = "0"] = boxes.match(/<page width="([\d.]+)"/) ?? [];
        const rights = [...boxes.matchAll(/xMax="([\d.]+)"/g)].map(([, right]) => Number(right));
        expect(Number(width)).toBeCloseTo(595, 0);
        // The margin is 15 mm, 42.5 points; Chromium rounds it to its own pixels, and a digit ends a point further.
        expect(Math.max(...rights)).toBeLessThanOrEqual(Number(width) - 41);
        await close();
      }
    },
  );
});
