import { z } from "zod";
import type { Day } from "../../data/days.js";
import { flagShape, type NotAssessed } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { periodDays } from "../../data/policy/duties.js";
import { policyOf } from "../../data/policy/overlay.js";
import type { Policy } from "../../data/policy/policy.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import type { Store } from "../../data/store/store.js";
import { detectors } from "../../detectors/index.js";
import { rules } from "../../detectors/rules/index.js";
import { flagsCsv } from "../../reports/flags/csv.js";
import { flagsHtml } from "../../reports/flags/html.js";
import { flagsJsonl } from "../../reports/flags/jsonl.js";
import { findingsOcsf } from "../../reports/flags/ocsf.js";
import { findingsStix } from "../../reports/flags/stix.js";
import { periodOf } from "../../reports/metrics/engine.js";
import { rightsCsv } from "../../reports/rights/csv.js";
import { type RightsOrigin, rightsHtml } from "../../reports/rights/html.js";
import { cardsOf } from "../dossier/cards.js";
import { nightCaveats } from "../dossier/caveats.js";
import { dossiersOf } from "../dossier/dossier.js";
import { pageMarking } from "../dossier/shown-events.js";
import type { PublishedFile } from "../publish.js";
import { feedsDigest } from "./feeds-digest.js";
import { measure } from "./measure.js";
import { publicEdition } from "./public-edition.js";
import { nightWords, renderOversight } from "./render-oversight.js";
import { renderPublic } from "./render-public.js";
import { rightsAudit } from "./rights-report.js";

const FLAGS = /* sql */ `
  SELECT content
  FROM flag_night
  JOIN flag USING (flag_id)
  WHERE night = $night::DATE
  ORDER BY CASE queue WHEN 'leads' THEN 1 WHEN 'exceptions' THEN 2 ELSE 3 END, rank
`;

const PRICE = /* sql */ `
  SELECT
    coalesce(sum(tested_count) FILTER (night = $night::DATE), 0)::INTEGER AS tested_count,
    (
      coalesce(sum(tested_count) FILTER (night = $night::DATE), 0)
      - (SELECT count(*) FROM combined WHERE combined.night = $night::DATE)
    )::INTEGER AS again_count,
    coalesce(sum(expected_false_count) FILTER (night = $night::DATE), 0)::DOUBLE AS expected_false_count,
    coalesce(sum(expected_false_count), 0)::DOUBLE AS expected_false_year,
    (
      SELECT count(DISTINCT flag_id)
      FROM flag_night
      JOIN flag USING (flag_id)
      WHERE flag.queue = 'leads' AND year(night) = year($night::DATE) AND night <= $night::DATE
    )::INTEGER AS lead_count_year
  FROM night_price
  WHERE queue = 'leads' AND year(night) = year($night::DATE) AND night <= $night::DATE
`;

const SCOPE = /* sql */ `
  SELECT
    count(DISTINCT actor_id)::INTEGER AS actor_count,
    count(DISTINCT partner)::INTEGER AS partner_count,
    coalesce(list(DISTINCT source ORDER BY source), []) AS sources
  FROM event
  WHERE day = $night::DATE
`;

const ABSTAINED = /* sql */ `
  SELECT detector AS subject, reason, count(*)::INTEGER AS entity_count
  FROM verdict
  WHERE night = $night::DATE AND status = 'abstained'
  GROUP BY detector, reason
  ORDER BY detector, reason
`;

const NOTED = /* sql */ `
  SELECT subject, reason, entity_count
  FROM not_assessed
  WHERE night = $night::DATE
  ORDER BY subject, reason
`;

const notAssessedShape = z.object({ subject: z.string(), reason: z.string(), entity_count: z.number() });

/** A night's files, and the highest marking that their pages carry. */
export interface RenderedNight {
  readonly files: PublishedFile[];
  readonly marking: string;
}

/** The files of a night, from its rows in the store alone. */
export async function renderNight(
  store: Store,
  night: Day,
  { settings, digest }: LoadedSettings,
  version: string,
): Promise<RenderedNight> {
  const flags = (await store.rows(FLAGS, z.object({ content: z.string() }), { night })).map(({ content }) =>
    flagShape.parse(JSON.parse(content)),
  );
  const { portions, ...shown } = await dossiersOf({ store, settings, detectors, rules }, night, flags);
  const report: NightReport = {
    night,
    home: settings.home,
    marking: pageMarking(portions, settings.report.marking, {
      policy: policyOf(settings.policy),
      home: settings.home.nation,
      day: night,
    }),
    version,
    settings_digest: digest,
    feeds_digest: await feedsDigest(store, night),
    scope: await store.row(
      SCOPE,
      z.object({ actor_count: z.number(), partner_count: z.number(), sources: z.array(z.string()) }),
      { night },
    ),
    price: await store.row(
      PRICE,
      z.object({
        tested_count: z.number(),
        again_count: z.number(),
        expected_false_count: z.number(),
        expected_false_year: z.number(),
        lead_count_year: z.number(),
      }),
      { night },
    ),
    flags,
    ...shown,
    cards: cardsOf({ detectors, rules, settings }, flags),
    caveats: await nightCaveats(store, night),
    not_assessed: await notAssessed(store, night),
  };
  const files = [
    { name: "flags.jsonl", content: flagsJsonl(report.flags) },
    { name: "flags.csv", content: flagsCsv(report.flags) },
    { name: "flags.html", content: flagsHtml(report) },
    { name: "findings.ocsf.jsonl", content: findingsOcsf(report) },
    { name: "findings.stix.json", content: findingsStix(report) },
    ...(await rightsFiles(store, { ...report, marking: settings.report.marking }, policyOf(settings.policy))),
    ...renderPublic(await publicEdition(store, night, settings, version), night, settings),
    ...renderOversight(
      await measure(store, periodOf(night), settings),
      { ...report, marking: settings.report.marking },
      nightWords(night),
    ),
  ];
  return { files, marking: report.marking };
}

async function rightsFiles(
  store: Store,
  origin: Omit<RightsOrigin, "periods">,
  policy: Policy,
): Promise<PublishedFile[]> {
  const { night } = origin;
  const audit = await rightsAudit(store, night);
  const periods = {
    dormant_days: periodDays(policy, "dormant_right", night),
    confirm_days: periodDays(policy, "rights_recertification", night),
  };
  return [
    { name: "rights.html", content: rightsHtml(audit, { ...origin, periods }) },
    { name: "rights.csv", content: rightsCsv(audit) },
  ];
}

async function notAssessed(store: Store, night: Day): Promise<NotAssessed[]> {
  const noted = await store.rows(NOTED, notAssessedShape, { night });
  return [...noted, ...(await store.rows(ABSTAINED, notAssessedShape, { night }))];
}
