import type { PublicSettings } from "../../data/settings/public.js";
import { toBase } from "../disclosure/rounding.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { MetricContext } from "../metrics/metric.js";
import { PUBLIC_IDS, type PublicId, tellingOf } from "./allowed.js";
import type { PublicFigure } from "./figure.js";
import type { PublicLabels } from "./label.js";
import { groupsMeasured, inTime, measured, type Sources, volume, wait } from "./request-figures.js";
import { requestTable } from "./request-table.js";
import { BASES, excludedOf, hidden, notAssessed, shown, untold } from "./telling.js";

/**
 * The public figures of a period: the metrics of the allow-list, each projected onto what may be said of it. Everything is
 * hidden, rounded or shown here, and nowhere after.
 */
export function publicFigures(
  context: MetricContext,
  figures: readonly AssessedFigure[],
  { labels, rule }: { readonly labels: PublicLabels; readonly rule: PublicSettings },
): PublicFigure[] {
  const sources = { context, figures, rule, table: requestTable(context, labels, rule) };
  return PUBLIC_IDS.flatMap((id) => figuresOf(sources, id));
}

function figuresOf(sources: Sources, id: PublicId): PublicFigure[] {
  const whole = measured(sources, id, {});
  if (whole.missing_feed !== null) return [notAssessed(id, whole)];
  const telling = tellingOf(id);
  switch (telling.kind) {
    case "volume":
      return sources.table.groups.map((group) => volume(sources, id, group));
    case "wait":
      return groupsMeasured(sources).map((group) => wait(sources, id, group, telling.tail));
    case "in_time":
      return groupsMeasured(sources).map((group) => inTime(sources, id, group));
    case "rate":
      return [rate(sources, id, whole.figure)];
    case "count":
      return [count(sources, id, whole.figure)];
    case "ratio":
      return [ratio(sources, id, whole.figure)];
    case "expected":
      return [isJudged(sources) ? shown(id, whole.figure, { base: BASES.own, n: null }) : untold(id, whole.figure)];
    case "instrument":
      return [instrument(id, whole.figure)];
  }
}

/** How many were released is told where what was decided and not released cannot be told from it. */
function rate({ table, rule }: Sources, id: PublicId, figure: MetricFigure): PublicFigure {
  const { threshold, count_base } = rule;
  const base = BASES["per 1000"];
  const events = Math.round(((figure.value ?? 0) * figure.n) / 1000);
  const isFew = figure.n < threshold || events < threshold;
  const isTold = table.groups.slice(0, 1).some((whole) => {
    const isPrinted = table.reasonOf(whole, "received") === null && table.reasonOf(whole, "decided") === null;
    const released = figure.excluded.reduce((sum, { n }) => sum + n, figure.n);
    return isPrinted && figure.n >= threshold && whole.counts.decided - released >= threshold;
  });
  const excluded = excludedOf(figure, rule);
  const told =
    isTold && excluded.every((one) => one !== null) ? { n: toBase(figure.n, count_base), excluded } : { n: null };
  const few = figure.n < threshold ? null : "counted";
  return isFew ? hidden(id, figure, { ...told, reason: "primary", few, base }) : shown(id, figure, { ...told, base });
}

function count(sources: Sources, id: PublicId, figure: MetricFigure): PublicFigure {
  const { rule } = sources;
  if (!isJudged(sources)) return untold(id, figure);
  const base = rule.count_base;
  const excluded = excludedOf(figure, rule);
  if ((figure.value ?? 0) < rule.threshold)
    return hidden(id, figure, { n: null, excluded, reason: "primary", few: "counted", base });
  return shown(id, figure, { n: toBase(figure.n, base), excluded, base });
}

/** Over how many leads is told where what was raised and not decided cannot be told from it. */
function ratio(sources: Sources, id: PublicId, figure: MetricFigure): PublicFigure {
  const { threshold, count_base } = sources.rule;
  const { n, value } = figure;
  const raised = measured(sources, "leads_count", {}).figure.n;
  const isTold = n >= threshold && raised - n >= threshold;
  const told = { n: isTold ? toBase(n, count_base) : null, base: BASES.share };
  const numerator = Math.round((value ?? 0) * n);
  const isFew = numerator < threshold || n - numerator < threshold;
  const few = n < threshold ? null : numerator < threshold ? "counted" : "rest";
  return isFew ? hidden(id, figure, { ...told, reason: "primary", few }) : shown(id, figure, told);
}

/** Our own instruments have no secrets but how much goes through them. */
function instrument(id: PublicId, figure: MetricFigure): PublicFigure {
  if (figure.unit === "share") return shown(id, figure, { base: BASES.share, n: null });
  return figure.n === 0 ? untold(id, figure) : shown(id, figure, { base: BASES.own, n: figure.n });
}

/** Whether anything was judged in the period: no lead of nights that nobody looked at is no sign of calm. */
function isJudged(sources: Sources): boolean {
  return measured(sources, "leads_expected_by_chance", {}).figure.n > 0;
}
