import { z } from "zod";
import { SUPPRESSED } from "../disclosure/suppress.js";
import { METRIC_VERDICTS } from "../metrics/verdict.js";
import { PUBLIC_IDS } from "./allowed.js";
import { PublicFigure, type PublicSlice } from "./figure.js";
import { PublicLabel } from "./label.js";
import type { CalendarPeriod } from "./period.js";

/** What was hidden and rounded by, as the edition was fixed. */
export interface EditionRules {
  readonly threshold: number;
  readonly protection_level: number;
  readonly dominance_percent: number;
  readonly count_base: number;
  readonly hours_base: number;
}

/** One period as it was published: fixed once, and the same ever after. Nothing that is hidden stands in it. */
export interface PublicEdition {
  /** Its last day is the night as of which everything stands. */
  readonly period: CalendarPeriod;
  readonly version: string;
  readonly rules: EditionRules;
  /** Nights of the period whose leads and exceptions were looked for, of all its days. */
  readonly nights_judged: number;
  readonly days: number;
  readonly figures: readonly PublicFigure[];
}

/** Why there is no edition, in words for everybody. */
export interface NothingYet {
  readonly nothing_yet: string;
}

export function isEdition(told: PublicEdition | NothingYet): told is PublicEdition {
  return "figures" in told;
}

const count = z.int().min(0);
const numberOrNull = z.number().nullable();
const period = z.strictObject({ first: z.iso.date(), last: z.iso.date() });
const label = z.string().transform((text) => PublicLabel.published(text));

const keptFigure = z
  .strictObject({
    id: z.enum(PUBLIC_IDS),
    slice: z.strictObject({ tier: label.optional(), partner: label.optional() }),
    period,
    n: count.nullable(),
    excluded: z.array(count.nullable()),
    value: numberOrNull,
    interval: z.tuple([numberOrNull, numberOrNull]).nullable(),
    target: numberOrNull,
    verdict: z.enum(METRIC_VERDICTS),
    suppressed: z.enum(SUPPRESSED).nullable(),
    few: z.enum(["counted", "rest"]).nullable(),
    missing_feed: z.string().nullable(),
    base: z.number().positive(),
  })
  .transform(({ id, slice: { tier, partner }, ...rest }) => {
    const slice: PublicSlice = { ...(tier && { tier }), ...(partner && { partner }) };
    return PublicFigure.of(id, { ...rest, slice });
  });

const keptEdition = z.strictObject({
  period: period.extend({ words: z.string().regex(/^[A-Za-z0-9 ]{1,40}$/) }),
  version: z.string(),
  rules: z.strictObject({
    threshold: count,
    protection_level: count,
    dominance_percent: z.number(),
    count_base: count,
    hours_base: count,
  }),
  nights_judged: count,
  days: count,
  figures: z.array(keptFigure),
});

/** An edition as it is kept. */
export function editionText({ figures, ...edition }: PublicEdition): string {
  const kept = figures.map(({ id, content }) => ({ id, ...content, slice: sliceText(content.slice) }));
  return JSON.stringify({ ...edition, figures: kept });
}

/** The edition that was kept; nothing passes that could not have been published. */
export function readEdition(text: string): PublicEdition {
  return keptEdition.parse(JSON.parse(text));
}

/** The labels of a slice as text. */
export function sliceText({ tier, partner }: PublicSlice): { readonly tier?: string; readonly partner?: string } {
  return { ...(tier && { tier: tier.text }), ...(partner && { partner: partner.text }) };
}
