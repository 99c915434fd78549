import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settingsShape } from "../../data/settings/shape.js";
import { measure } from "../../pipeline/stages/measure.js";
import { nightWords, renderOversight } from "../../pipeline/stages/render-oversight.js";
import { periodOf } from "../../reports/metrics/engine.js";
import { HOSTILE } from "../reports/hostile.js";
import { NIGHT, step, worldOf } from "../reports/metrics/world.js";
import { axeViolations, browserPath, launch, open, sidewaysScroll } from "./chromium.js";

const path = browserPath();
const MARKING = "EXAMPLE — FICTIONAL NATIONS AND PEOPLE";

/** A page over ninety days of requests, one a day, of partners and tiers called by the names given. */
async function pageOf(partners: readonly string[], tiers: readonly string[]): Promise<string> {
  const sharing_step = Array.from({ length: 90 }, (_, index) => {
    const at = Date.parse("2026-03-06T00:00:00Z") + index * 86_400_000;
    const more = { partner: partners[index % partners.length] ?? null, tier: tiers[index % tiers.length] ?? null };
    const instant = (hours: number) => new Date(at + hours * 3_600_000).toISOString();
    const id = `R${index}`;
    const wait = 5 + ((index * 37) % 90);
    return [
      step(id, "requested", instant(0), more),
      step(id, "risk_assessed", instant(wait / 2), more),
      step(id, index % 9 === 0 ? "denied" : "approved", instant(wait), { ...more, rule: "Guide 4.2" }),
      ...(index % 9 === 0 ? [] : [step(id, "released", instant(wait + 2), { ...more, object_id: `O${index}` })]),
    ];
  }).flat();
  const tier = tiers.map((name, index) => ({ tier: name, target_hours: 24 * (index + 1) }));
  const world = await worldOf({ sharing_step, tier, ...aboutPeople(partners), ...aboutSharing(partners) });
  const measured = await measure(world, periodOf(NIGHT), settingsShape.parse({}));
  const home = { nation: "XHM", time_zone: "UTC" };
  const origin = { home, marking: MARKING, version: "0.0.0", settings_digest: "s", feeds_digest: "f" };
  const files = renderOversight(measured, origin, nightWords(NIGHT));
  return files.find(({ name }) => name === "oversight.html")?.content ?? "";
}

/** People of each partner who were judged on a night, with a lead about one of them. */
function aboutPeople(partners: readonly string[]) {
  const people = partners.map((nation, index) => ({
    actor_id: `P${index}`,
    kind: "person",
    nation,
    unit: nation,
    role: nation,
  }));
  const known = { training_valid_to: NIGHT, time_zone: "UTC" };
  const flag = { flag_id: "L1", queue: "leads", detector: "volume-surge", entity_type: "actor", entity_id: "P0" };
  return {
    event: [],
    actor: people.map((person) => ({ ...person, ...known })),
    combined: people.map(({ actor_id }) => ({
      ...{ night: NIGHT, entity_type: "actor", entity_id: actor_id, p_value: 0.5, detector: "volume-surge" },
      ...{ p_raw: 0.5, verdict_count: 1, is_within_price: false, is_recalibrated: false, is_set_aside: false },
    })),
    flag: [{ ...flag, first_day: NIGHT, first_night: NIGHT }],
    rule_outcome: partners.map((rule) => {
      return { night: NIGHT, rule, unit: "release", holds_count: 9, broken_count: 1, undetermined_count: 0 };
    }),
  };
}

/** Agreements, obligations of both sides, debriefs and incidents of each partner. */
function aboutSharing(partners: readonly string[]) {
  return {
    agreement: partners.map((partner, index) => ({
      agreement_id: `AG${index}`,
      partner,
      rights_review_valid_to: NIGHT,
    })),
    obligation: partners.flatMap((partner, index) =>
      ["XHM", partner].map((owed_by) => ({
        ...{ obligation_id: `OB${index}${owed_by}`, agreement_id: `AG${index}`, owed_by, what: "return" },
        ...{ due_at: "2026-05-10", met_at: "2026-05-09" },
      })),
    ),
    feedback: partners.map((partner, index) => ({
      ...{
        request_id: `R${index}`,
        partner,
        happened_at: "2026-05-20T00:00:00Z",
        timeliness: 4,
        accuracy: "confirmed",
      },
    })),
    incident: partners.map((partner, index) => ({
      ...{ incident_id: `I${index}`, kind: "lost-media", partner, occurred_at: "2026-05-01T00:00:00Z" },
      ...{ detected_at: "2026-05-02T00:00:00Z", contained_at: "2026-05-03T00:00:00Z" },
    })),
  };
}

describe.skipIf(path === null)("the oversight report in a browser", () => {
  let browser: Browser;
  let plain = "";
  let hostile = "";
  beforeAll(async () => {
    browser = await launch(path ?? "");
    plain = await pageOf(["XAR", "XBE", "XDO"], ["immediate", "routine"]);
    hostile = await pageOf(HOSTILE.slice(0, 12), HOSTILE.slice(12, 15));
  });
  afterAll(() => browser.close());

  for (const colorScheme of ["light", "dark"] as const) {
    it(`gives axe-core nothing to object to, ${colorScheme}`, async () => {
      const { page, complaints, requests, close } = await open(browser, plain, { colorScheme });
      expect(await axeViolations(page)).toEqual([]);
      expect([...complaints, ...requests]).toEqual([]);
      await close();
    });
  }

  for (const width of [320, 1280]) {
    it(`never scrolls sideways at ${width} px, whatever the names, with folded parts open`, async () => {
      for (const document of [plain, hostile]) {
        const { page, close } = await open(browser, document, { width });
        await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
        expect(await sidewaysScroll(page)).toBe(0);
        await close();
      }
    });
  }

  it("lets no hostile name run, fetch or leave its place", async () => {
    const { page, complaints, requests, close } = await open(browser, hostile);
    const acting =
      "document.querySelectorAll('img,iframe,object,embed,form,base,link,video,[onload],[onerror],[style]').length";
    expect(Number(await page.evaluate(acting))).toBe(0);
    expect(Number(await page.evaluate("document.querySelectorAll('script').length"))).toBe(1);
    expect([...complaints, ...requests]).toEqual([]);
    await close();
  });

  it("shows the three lists of its first page on the first screen of a desk", async () => {
    const { page, close } = await open(browser, plain, { width: 1280 });
    const top = Number(
      await page.evaluate(
        "[...document.querySelectorAll('h2')].find((h) => h.textContent === 'What cannot be told').getBoundingClientRect().top",
      ),
    );
    expect(top).toBeLessThan(900);
    await close();
  });

  it.skipIf(!existsSync("/usr/bin/pdftotext"))(
    "prints with its marking at the head and foot of every page, the three lists on the first",
    async () => {
      const { page, close } = await open(browser, plain);
      const folder = mkdtempSync(join(tmpdir(), "print-"));
      const file = join(folder, "page.pdf");
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
      const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
      rmSync(folder, { recursive: true });
      await close();
      expect(pages.length).toBeGreaterThan(5);
      for (const [index, text] of pages.entries()) {
        const lines = text.split("\n").filter((line) => line.trim() !== "");
        expect(lines[0]).toContain(MARKING);
        expect(lines.at(-1)).toContain(MARKING);
        expect(lines.at(-1)).toContain(`${index + 1} / ${pages.length}`);
      }
      for (const title of ["What changed", "What misses its target", "What cannot be told"])
        expect(pages[0]).toContain(title);
    },
  );
});
