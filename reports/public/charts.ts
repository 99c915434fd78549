import type { Html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { type DotRow, dotChart } from "../charts/dots.js";
import { formatNumber, formatShare } from "../charts/format.js";
import { type PublicId, periodWords, publicCard } from "./allowed.js";
import type { PublicEdition } from "./edition.js";
import type { PublicFigure } from "./figure.js";
import { groupWords } from "./words.js";

/** Fewer than two groups are a sentence, not a chart. */
const GROUPS_MIN = 2;

/** How each group of requests fared, where at least two are published. */
export function requestCharts(edition: PublicEdition): (Html | null)[] {
  return [
    chart(edition, "decided_within_target_share", {
      title: "Decided within the target time of their urgency",
      isShare: true,
    }),
    chart(edition, "requested_to_decided_hours_median", { title: "Half of requests decided within", isShare: false }),
  ];
}

function chart(
  edition: PublicEdition,
  id: PublicId,
  { title, isShare }: { readonly title: string; readonly isShare: boolean },
): Html | null {
  const own = edition.figures.filter((figure) => figure.id === id);
  const rows = own.flatMap((figure) => rowOf(edition, figure));
  if (rows.length < GROUPS_MIN) return null;
  const left = own.length - rows.length;
  const hidden =
    left === 0
      ? ""
      : ` Groups not shown, because they are hidden or cannot be told: ${formatNumber(left)} of ${formatNumber(own.length)}.`;
  const { counting_rule, method } = publicCard(id);
  const target = own[0]?.content.target ?? null;
  return dotChart(
    {
      at: anchor("public", id),
      title,
      description: `Each dot is one group of requests, the line its 95 % interval; an end that too few requests support is open.${hidden}`,
      rule: `${periodWords(counting_rule)} ${method}; rounded.`,
      source: "public-metrics.json",
      n: rows.reduce((most, { n }) => Math.max(most, n), 0),
    },
    {
      rows,
      unit: isShare ? "share" : "hours",
      nUnit: "Requests made, rounded",
      target: isShare ? target : null,
      isInOrder: true,
      ...(isShare ? { format: (value: number) => formatShare(value) } : {}),
      domain: isShare ? [0, 1] : null,
    },
  );
}

/** A group that is shown has its number of requests shown. */
function rowOf({ figures }: PublicEdition, { content }: PublicFigure): DotRow[] {
  const { slice, value, interval } = content;
  const label = groupWords(slice);
  const made = figures.find(
    (other) => other.id === "requests_received_count" && groupWords(other.content.slice) === label,
  )?.content.value;
  if (value === null || made == null) return [];
  const [low, high] = interval ?? [null, null];
  return [{ label, value, low, high, n: made }];
}
