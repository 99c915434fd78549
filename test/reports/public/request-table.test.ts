import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attackerInterval, wholeWidth } from "../../../reports/disclosure/bounds.js";
import { protectionLevel, type Suppressed } from "../../../reports/disclosure/suppress.js";
import type { Relation } from "../../../reports/disclosure/table.js";
import { dayNumber } from "../../../reports/metrics/methods/working-calendar.js";
import { RequestFrame } from "../../../reports/metrics/request-frame.js";
import { PublicLabel } from "../../../reports/public/label.js";
import { type Counted, requestTable } from "../../../reports/public/request-table.js";
import { QUARTER, settingsOf } from "./world.js";

const HOUR_MS = 3_600_000;
const TIERS = ["immediate", "priority", "routine", "unheard-of"];
const PARTNERS = ["XAR", "XBE", "XDO", "XEL", "XFI"];
const STATUSES = ["received", "decided", "open", "in_time", "late", "beyond"] as const;

/** What is beyond its target or undecided is never printed. */
const BEYOND = STATUSES.indexOf("beyond");

interface Request {
  /** Places in the lists; one beyond the end for none. */
  readonly tier: number;
  readonly partner: number;
  readonly fate: "in time" | "late" | "open";
}

/** The requests as columns, each with a target of a day. */
function counted(requests: readonly Request[]): Counted {
  const start = dayNumber(QUARTER.first);
  const requested_at = requests.map((_request, index) => (start + (index % 80)) * 24 * HOUR_MS);
  const wait = { "in time": 24, late: 25, open: Number.NaN } as const;
  const columns = {
    day: requests.map((_request, index) => start + (index % 80)),
    requested_at,
    decided_at: requests.map(({ fate }, index) => (requested_at[index] ?? 0) + wait[fate] * HOUR_MS),
    decision: requests.map(({ fate }) => (fate === "open" ? 0 : 1)),
    target_hours: requests.map(() => 24),
    tier: requests.map(({ tier }) => (tier < TIERS.length ? tier + 1 : 0)),
    partner: requests.map(({ partner }) => (partner < PARTNERS.length ? partner + 1 : 0)),
  };
  // Rows stand in the order of their days.
  const order = columns.day.map((_day, index) => index).sort((a, b) => (columns.day[a] ?? 0) - (columns.day[b] ?? 0));
  const typed = Object.entries(columns).map(([name, column]) => {
    return [name, Float64Array.from(order, (index) => column[index] ?? Number.NaN)] as const;
  });
  const names = new Map([
    ["tier", TIERS],
    ["partner", PARTNERS],
  ] as const);
  const requestFrame = new RequestFrame(Object.fromEntries(typed), names, Number.POSITIVE_INFINITY, null);
  return { requests: requestFrame, period: QUARTER, partners: PARTNERS, tiers: TIERS };
}

const request: fc.Arbitrary<Request> = fc.record({
  tier: fc.nat(TIERS.length),
  partner: fc.nat(PARTNERS.length),
  fate: fc.constantFrom("in time" as const, "in time" as const, "in time" as const, "late" as const, "open" as const),
});

/** The sums that every reader knows, by the places of groups and statuses. */
function relationsOf(groups: readonly { readonly kind: "whole" | "tier" | "partner" }[]): Relation[] {
  const at = (group: number, status: (typeof STATUSES)[number]) => group * STATUSES.length + STATUSES.indexOf(status);
  const placesOf = (kind: string) => groups.flatMap((group, place) => (group.kind === kind ? [place] : []));
  return [
    ...groups.flatMap((_group, place) => [
      { total: at(place, "received"), parts: [at(place, "decided"), at(place, "open")] },
      { total: at(place, "received"), parts: [at(place, "in_time"), at(place, "beyond")] },
      { total: at(place, "decided"), parts: [at(place, "in_time"), at(place, "late")] },
    ]),
    ...["tier", "partner"]
      .map(placesOf)
      .filter(({ length }) => length > 0)
      .flatMap((places) =>
        STATUSES.map((status) => ({ total: at(0, status), parts: places.map((place) => at(place, status)) })),
      ),
  ];
}

describe("the table of requests", () => {
  it("tells no hidden count closer than the protection level, whatever the requests", () => {
    const settings = settingsOf({ partners: ["XAR", "XEL"] }).public;
    const labels = PublicLabel.of(settings);
    let hiddenCount = 0;
    let shownCount = 0;
    fc.assert(
      fc.property(fc.array(request, { minLength: 0, maxLength: 400, size: "max" }), (requests) => {
        const { groups, reasonOf } = requestTable(counted(requests), labels, settings);
        const reasons = groups.flatMap((group) => STATUSES.map((status) => reasonOf(group, status)));
        const values = groups.flatMap((group) => STATUSES.map((status) => group.counts[status]));
        const kinds = groups.map(({ slice }) => ({
          kind:
            slice.tier !== undefined
              ? ("tier" as const)
              : slice.partner !== undefined
                ? ("partner" as const)
                : ("whole" as const),
        }));
        const isHidden = values.map((_value, cell) => reasons[cell] !== null || cell % STATUSES.length === BEYOND);
        for (const [cell, reason] of reasons.entries()) {
          if (reason === null) {
            if (!isHidden[cell]) {
              shownCount += 1;
              expect(values[cell]).toBeGreaterThanOrEqual(10);
            }
            continue;
          }
          hiddenCount += 1;
          const boundsOf = (other: number) => {
            const told = { isAttacked: other === cell, isPrinted: other % STATUSES.length !== BEYOND };
            return boundsTold(reasons[other] ?? null, values[other] ?? 0, told);
          };
          const interval = attackerInterval({ values, isHidden, relations: relationsOf(kinds), boundsOf }, cell);
          expect(interval).not.toBeNull();
          if (interval !== null) expect(wholeWidth(interval)).toBeGreaterThanOrEqual(protectionLevel(10));
        }
      }),
      { numRuns: 30, seed: 4 },
    );
    expect(hiddenCount).toBeGreaterThan(100);
    expect(shownCount).toBeGreaterThan(100);
  });

  it("counts every request once in each partition, those without a name in the rest", () => {
    const settings = settingsOf({ partners: ["XAR"] }).public;
    const requests = Array.from({ length: 60 }, (_, index): Request => {
      return { tier: index % 5, partner: index % 6, fate: "late" };
    });
    const { groups } = requestTable(counted(requests), PublicLabel.of(settings), settings);
    const received = groups.map(({ slice, counts }) => [
      slice.tier?.text ?? slice.partner?.text ?? "",
      counts.received,
    ]);
    expect(received).toEqual([
      ["", 60],
      ["immediate", 12],
      ["priority", 12],
      ["routine", 12],
      ["all others", 24],
      ["XAR", 10],
      ["all others", 50],
    ]);
  });

  it("hides the only partner that is left beside those named, however much it asked", () => {
    const settings = settingsOf({ partners: ["XAR", "XBE", "XDO"] }).public;
    const requests = Array.from({ length: 200 }, (_, index): Request => {
      return { tier: index % 3, partner: index % 4, fate: index % 3 === 0 ? "late" : "in time" };
    });
    const { groups, reasonOf } = requestTable(counted(requests), PublicLabel.of(settings), settings);
    const rest = groups.at(-1);
    expect(rest?.slice.partner?.text).toBe("all others");
    expect(rest?.counts.received).toBe(50);
    expect(rest === undefined ? null : reasonOf(rest, "received")).not.toBeNull();
    const named = groups.filter(({ slice }) => slice.partner !== undefined && slice.partner.text !== "all others");
    expect(named.some((group) => reasonOf(group, "received") !== null)).toBe(true);
  });
});

/** What is printed in a place says of the count that is not: whether it is below ten. Nothing is printed of what is beyond. */
function boundsTold(reason: Suppressed | null, value: number, { isAttacked, isPrinted }: Told) {
  const own = isAttacked ? Math.min(1, value) : 0;
  if (reason === "primary" && value < 10) return { low: own, high: 9 };
  const isTold = isPrinted && (reason === "primary" || reason === "complementary");
  return { low: isTold ? 10 : own, high: Number.POSITIVE_INFINITY };
}

interface Told {
  readonly isAttacked: boolean;
  readonly isPrinted: boolean;
}
