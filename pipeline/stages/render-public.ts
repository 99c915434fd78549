import type { Day } from "../../data/days.js";
import type { Settings } from "../../data/settings/shape.js";
import type { NothingYet, PublicEdition } from "../../reports/public/edition.js";
import { publicHtml } from "../../reports/public/html.js";
import { publicMetricsJson } from "../../reports/public/json.js";
import type { PublishedFile } from "../publish.js";

/** public.html and public-metrics.json of what the public is told. */
export function renderPublic(told: PublicEdition | NothingYet, night: Day, settings: Settings): PublishedFile[] {
  const { marking } = settings.public;
  return [
    { name: "public-metrics.json", content: publicMetricsJson(told, night) },
    { name: "public.html", content: publicHtml(told, { marking, night }) },
  ];
}
