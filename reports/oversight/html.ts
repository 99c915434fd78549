import { html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay } from "../charts/format.js";
import type { Chapter } from "../metrics/index.js";
import { page } from "../page/document.js";
import { chapterSection } from "./chapter.js";
import { CHAPTER_CHARTS } from "./chapter-charts.js";
import { firstPage } from "./first-page.js";
import { partnersSection } from "./partners.js";
import type { OversightReport } from "./report.js";
import { timelinessCharts } from "./timeliness-charts.js";
import { verdictWords } from "./verdict-words.js";

const PARTNERS = anchor("partners");
const VERDICTS = anchor("verdicts");

/** oversight.html: what changed, what misses its target, what cannot be told; then each chapter with its rules. */
export function oversightHtml(report: OversightReport, chapters: readonly Chapter[]): string {
  const { night, home, marking, version, settings_digest, feeds_digest, period_words } = report;
  const [first, ...rest] = chapters;
  return page({
    title: `Oversight of sharing, ${period_words}`,
    marking,
    heading: `Oversight of sharing: ${period_words}`,
    standfirst: html`For the oversight committee · as it stood at the end of ${formatDay(night)}, ${home.time_zone} · Sharewatch ${version}`,
    about: `Oversight of sharing, ${period_words}`,
    contents: [
      ...(first === undefined ? [] : [{ label: first.title, to: anchor("chapter", first.id) }]),
      { label: "Protection beside timeliness", to: PARTNERS },
      ...rest.map(({ id, title }) => ({ label: title, to: anchor("chapter", id) })),
      { label: "How the verdicts are made", to: VERDICTS },
    ],
    body: html`${firstPage(report, chapters)}${first === undefined ? null : chapterSection(first, report, timelinessCharts(report))}${partnersSection(PARTNERS, report)}${rest.map((chapter) => chapterSection(chapter, report, CHAPTER_CHARTS[chapter.id]?.(report) ?? null))}${verdictWords(VERDICTS)}`,
    colophon: html`Settings ${settings_digest}; feeds ${feeds_digest}. Every figure stands in metrics.json under the name given with its counting rule. The same feeds, settings and version give the same bytes.`,
  });
}
