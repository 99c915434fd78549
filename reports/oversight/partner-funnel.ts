import type { Html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber, formatShare } from "../charts/format.js";
import { funnelChart } from "../charts/funnel.js";
import { funnel } from "../metrics/methods/funnel.js";
import { funnelLimits } from "../metrics/methods/funnel-limits.js";
import { TO_DECISION_IN_TARGETS, waitingOf } from "../metrics/waiting.js";
import type { OversightReport } from "./report.js";

/** Points at which the edge of a funnel is drawn. */
const EDGE_POINTS = 60;

/** Partners in the order of their names, each held against all the others together. */
export function partnerFunnel({ context }: OversightReport): Html {
  const units = context.partners.flatMap((id) => {
    const { durations } = waitingOf(context.requests, TO_DECISION_IN_TARGETS, { partner: id }, context.period);
    const known = durations.exit.reduce(
      (sum, exit, row) => sum + (isKnown(exit, durations.cause[row] ?? 0) ? 1 : 0),
      0,
    );
    const inTime = durations.exit.reduce(
      (sum, exit, row) => sum + ((durations.cause[row] ?? 0) > 0 && exit <= 1 ? 1 : 0),
      0,
    );
    return known === 0 ? [] : [{ id, numerator: inTime, denominator: known }];
  });
  const about = {
    at: anchor("chart-partners"),
    title: "Decided within target, partner by partner, against their number of requests",
    rule: "Requests made in the period whose outcome at their tier’s target is known: decided, or waiting longer than it. Each partner is held against all others together; exact binomial limits, widened where partners differ more than chance allows. Partners are not ranked.",
    source: "sharing_steps, tiers",
    n: units.reduce((sum, unit) => sum + unit.denominator, 0),
  };
  if (units.length < 2)
    return funnelChart({ ...about, description: "Fewer than two partners: nothing to compare." }, NO_FUNNEL);
  const options = { kind: "proportion", target: "leave_one_out", trim: 0.1, convention: "exact" } as const;
  const found = funnel(units, options);
  const outside = found.points.filter((point) => point.is_outside).map(({ id }) => id);
  const centre = about.n === 0 ? 0 : units.reduce((sum, unit) => sum + unit.numerator, 0) / about.n;
  const largest = Math.max(...units.map(({ denominator }) => denominator));
  return funnelChart(
    {
      ...about,
      description: `${outside.length === 0 ? "No partner lies outside the outer limits." : `Outside the outer limits: ${outside.join(", ")}.`} By chance alone ${formatNumber(found.expected_outside)} of ${formatNumber(units.length)} would.`,
    },
    {
      points: found.points.map((point, index) => ({
        label: point.id,
        n: units[index]?.denominator ?? 0,
        value: point.ratio,
        isOutside: point.is_outside,
      })),
      limits: Array.from({ length: EDGE_POINTS }, (_, index) => {
        const n = Math.max(1, Math.round(((index + 1) / EDGE_POINTS) * largest * 1.05));
        const limits = funnelLimits(
          { id: "", numerator: Math.round(centre * n), denominator: n },
          { kind: "proportion", convention: "exact", target: centre, tau2: found.tau2 },
        );
        return {
          n,
          innerLow: limits.lower_95,
          innerHigh: limits.upper_95,
          outerLow: limits.lower_998,
          outerHigh: limits.upper_998,
        };
      }).filter((limit, index, all) => limit.n !== all[index - 1]?.n),
      centre,
      unit: "decided within target",
      nUnit: "requests",
      format: (value) => formatShare(value),
    },
  );
}

const NO_FUNNEL = { points: [], limits: [], centre: 0, unit: "decided within target", nUnit: "requests" };

function isKnown(exit: number, cause: number): boolean {
  return cause > 0 || exit >= 1;
}
