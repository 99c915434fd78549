import type { Settings } from "../../../data/settings/shape.js";
import { settingsShape } from "../../../data/settings/shape.js";
import type { Store } from "../../../data/store/store.js";
import { publicEdition } from "../../../pipeline/stages/public-edition.js";
import { renderPublic } from "../../../pipeline/stages/render-public.js";
import { isEdition, type PublicEdition } from "../../../reports/public/edition.js";
import { type Feeds, step, worldOf } from "../metrics/world.js";

/** The quarter of the small worlds, and a night after it. */
export const QUARTER = { first: "2026-01-01", last: "2026-03-31" } as const;
export const NIGHT = "2026-04-20";

const DAY_MS = 86_400_000;
const TARGETS: Readonly<Record<string, number>> = { routine: 72, priority: 24 };

export interface Requests {
  readonly count: number;
  /** In turn. */
  readonly partners?: readonly string[];
  readonly tiers?: readonly string[];
  /** First day, and how many days they are spread over. */
  readonly from?: string;
  readonly days?: number;
  readonly prefix?: string;
}

/** A number of 0 … below `to` that an index always gives, as if drawn: Fibonacci hashing, Knuth 6.4. */
const drawn = (index: number, to: number) => (Math.imul(index + 1, 2654435769) >>> 8) % to;

/** Steps of requests spread over a quarter: one in nine open, waits of 1 … 100 hours. */
export function requests({
  count,
  partners = ["XAR", "XBE", "XDO", "XEL"],
  tiers = ["routine", "priority"],
  from = QUARTER.first,
  days = 80,
  prefix = "R",
}: Requests) {
  return Array.from({ length: count }, (_, index) => {
    const at = Date.parse(`${from}T00:00:00Z`) + Math.floor((index * days) / count) * DAY_MS;
    const tier = tiers[drawn(index, tiers.length)] ?? null;
    const more = { partner: partners[drawn(index * 7 + 3, partners.length)] ?? null, tier };
    const id = `${prefix}${index}`;
    const instant = (hours: number) => new Date(at + hours * 3_600_000).toISOString();
    const wait = 1 + drawn(index * 13 + 5, 100);
    const decided = step(id, drawn(index * 17, 8) === 0 ? "denied" : "approved", instant(wait), more);
    return [step(id, "requested", instant(0), more), ...(drawn(index * 29, 9) === 4 ? [] : [decided])];
  }).flat();
}

export interface PublicWorld extends Requests {
  readonly feeds?: Feeds;
}

/** A store that has read the requests, with logs from the first day of the year on. */
export function publicWorld(world: PublicWorld): Promise<Store> {
  return worldOf(publicFeeds(world));
}

/** What such a store has read. */
export function publicFeeds({ feeds = {}, ...asked }: PublicWorld): Feeds {
  const tiers = [...new Set([...(asked.tiers ?? []), ...Object.keys(TARGETS)])];
  return {
    event: [],
    source_hour: [{ source: "portal", day: QUARTER.first, hour_at: `${QUARTER.first}T08:00:00Z`, event_count: 1 }],
    sharing_step: requests(asked),
    tier: tiers.map((tier) => ({ tier, target_hours: TARGETS[tier] ?? 48 })),
    ...feeds,
  };
}

export function settingsOf(settings: object = {}): Settings {
  return settingsShape.parse({ public: settings });
}

/** The edition of a night; throws where there is none. */
export async function editionOn(store: Store, night: string, settings = settingsOf()): Promise<PublicEdition> {
  const told = await publicEdition(store, night, settings, "0.0.0");
  if (!isEdition(told)) throw new Error(told.nothing_yet);
  return told;
}

/** The two files of a night by name. */
export async function filesOn(
  store: Store,
  night: string,
  settings = settingsOf(),
): Promise<{ readonly html: string; readonly json: string }> {
  const files = renderPublic(await publicEdition(store, night, settings, "0.0.0"), night, settings);
  const content = (wanted: string) => files.find(({ name }) => name === wanted)?.content ?? "";
  return { html: content("public.html"), json: content("public-metrics.json") };
}
