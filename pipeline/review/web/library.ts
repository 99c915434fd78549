import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDay } from "../../../data/days.js";
import type { Account } from "../../../data/review/accounts.js";
import { type Standing, standings, UNDECIDED } from "../../../data/review/history.js";
import { type Journal, readJournal } from "../../../data/review/journal.js";
import type { Workspace } from "../../../data/workspace.js";
import { anchor } from "../../../reports/border/slug.js";
import { readStatus } from "../../status.js";
import { isAbout, refusal } from "../permission.js";
import { type FlagNights, PublishedFlags } from "../published.js";

/** What our own pages write for characters that markup needs. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const QUEUE_ORDER = { leads: 1, exceptions: 2, audit: 3 } as const;

/** A flag with all that the reviewers did about it. */
export interface Shelved {
  readonly nights: FlagNights;
  readonly standing: Standing;
}

/**
 * What reviewers read: published nights and the journal, from their files alone, each read again only when it changed. No
 * lock and no store, so that it works beside a run.
 */
export class Library {
  readonly #published: PublishedFlags;
  #journal: { readonly key: string; readonly journal: Journal; readonly standings: Map<string, Standing> } | null =
    null;
  constructor(private readonly workspace: Workspace) {
    this.#published = new PublishedFlags(workspace);
  }

  journal(): Journal {
    return this.#read().journal;
  }

  standing(flag_id: string): Standing {
    return this.#read().standings.get(flag_id) ?? UNDECIDED;
  }

  standings(): ReadonlyMap<string, Standing> {
    return this.#read().standings;
  }

  publishedAt(night: string): string | null {
    return this.#published.publishedAt(night);
  }

  nights(): string[] {
    return this.#published.nights();
  }

  /** The flags of a night that a reader may see, in the order of the lists: those about themselves are left out. */
  night(night: string, account: Account): Shelved[] {
    return this.#published
      .night(night)
      .flatMap(({ flag_id }) => this.flag(flag_id, account) ?? [])
      .sort((a, b) => order(a, night) - order(b, night));
  }

  /** A flag, or null where there is none or it is about the reader. */
  flag(flag_id: string, account: Account): Shelved | null {
    const nights = this.#published.all().get(flag_id);
    if (nights === undefined || isAbout(nights, { name: account.name, account })) return null;
    return { nights, standing: this.standing(flag_id) };
  }

  /** By suppression, what it has hidden as of the last night that ran: leads (nights of episodes) and episodes. */
  hidden(): ReadonlyMap<string, { readonly lead_count: number; readonly episode_count: number }> {
    const all = readStatus(this.workspace)?.feedback?.hidden ?? [];
    return new Map(all.map((one) => [one.suppression_id, one]));
  }

  /** The banner of a night's report, the roll-up of all that it shows; null for a night without one. */
  marking(night: string): string | null {
    const banner = /<p class="marking">([^<]*)<\/p>/.exec(this.#page(night) ?? "")?.[1];
    return banner === undefined
      ? null
      : banner.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
  }

  /** The flag as a night's report argues it: the article of our own published page, or null. */
  argued(night: string, flag_id: string): string | null {
    const page = this.#page(night);
    if (page === null) return null;
    const start = page.indexOf(`<article id="${anchor("flag", flag_id).id}"`);
    const end = start < 0 ? -1 : page.indexOf("</article>", start);
    return end < 0 ? null : page.slice(start, end + "</article>".length);
  }

  #page(night: string): string | null {
    const file = join(this.workspace.reports, night, "flags.html");
    return isDay(night) && existsSync(file) ? readFileSync(file, "utf8") : null;
  }

  #read() {
    const stat = statSync(this.workspace.journal, { throwIfNoEntry: false });
    const key = stat === undefined ? "" : `${stat.size} ${stat.mtimeMs}`;
    if (this.#journal?.key === key) return this.#journal;
    const journal = readJournal(this.workspace.journal);
    this.#journal = { key, journal, standings: standings(journal.kept) };
    return this.#journal;
  }
}

function order({ nights }: Shelved, night: string): number {
  const flag = nights.find((one) => one.night === night) ?? nights[0];
  return QUEUE_ORDER[flag.queue] * 1e6 + flag.rank;
}

/** Which reading a reader may make of a flag now, or why none. */
export function readingOf(
  { nights, standing }: Shelved,
  account: Account,
): { readonly reading: "first" | "second" | null; readonly refusal: string | null } {
  const reader = { name: account.name, account };
  const isSecond = standing.waitsFor === "second" && standing.first?.reviewer !== account.name;
  const reason = refusal(nights, reader, { standing, isSecond });
  if (reason !== null) return { reading: null, refusal: reason };
  if (!isSecond && standing.first !== null)
    return { reading: null, refusal: "You have decided; you may take it back." };
  return { reading: isSecond ? "second" : "first", refusal: null };
}

/**
 * Whether a reader may know the decisions on a flag. While a second reading is waited for, only the first reader and the
 * auditor may: the second reader decides without them.
 */
export function knowsDecisions({ standing }: Shelved, account: Account): boolean {
  return account.role === "auditor" || standing.waitsFor !== "second" || standing.first?.reviewer === account.name;
}

/** How a flag stands, in words that a reader may know. */
export function standsFor(shelved: Shelved, account: Account): string {
  const { disposition, isDisputed, waitsFor } = shelved.standing;
  if (waitsFor === "first") return "open";
  if (waitsFor === "second" && !knowsDecisions(shelved, account)) return "waits for a second reading";
  if (isDisputed) return "two readings differ";
  return waitsFor === "second" ? `${disposition}, waits for a second reading` : (disposition ?? "open");
}
