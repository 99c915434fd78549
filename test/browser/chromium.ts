import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

/** Where Debian and others install it; CHROMIUM names another. */
const PLACES = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The browser's path, or null after saying that the browser tests are skipped. */
export function browserPath(): string | null {
  const path = PLACES.find((place) => place !== "" && existsSync(place)) ?? null;
  if (path === null) process.stderr.write("skipped: browser tests: no chromium is installed\n");
  return path;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** How a page is looked at. */
export interface View {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
}

/** A page that was opened from a file, and what it did beside showing itself. */
export interface Opened {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors. */
  readonly complaints: readonly string[];
  /** Requests other than for the file itself. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a document as a reader would: from a file, without a server. */
export async function open(
  browser: Browser,
  document: string,
  { width = 1280, colorScheme = "light" }: View = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const file = join(folder, "page.html");
  writeFileSync(file, document);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  };
  return { page, complaints, requests, close };
}

/** What axe-core objects to under WCAG 2.2 A and AA and its best practices: "rule: selector", in order; folded parts opened first. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
  await page.evaluate(readFileSync(AXE, "utf8"));
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ": " + target.join(" ") + " " + failureSummary)))`,
  );
  return Array.isArray(found) ? found.map(String) : [`axe gave no list: ${typeof found}`];
}

/** How far the page scrolls sideways, in CSS px. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return Number(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
}
