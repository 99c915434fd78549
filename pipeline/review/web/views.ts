import type { Account } from "../../../data/review/accounts.js";
import { html } from "../../../reports/border/html.js";
import { type Route, route } from "../../../reports/border/route.js";
import { formatDay } from "../../../reports/charts/format.js";
import { decisionTable, flagBody } from "../../../reports/review/flag.js";
import { type Rendered, reviewPage, type Viewer } from "../../../reports/review/frame.js";
import { signInBody, signOutBody } from "../../../reports/review/pages.js";
import { type ListedFlag, nightsBody, placeOf, queueBody } from "../../../reports/review/queue.js";
import { suppressBody, suppressionsBody } from "../../../reports/review/suppressions.js";
import { SUPPRESSION_DAYS_MAX } from "../suppressions.js";
import type { Sent } from "./deciding.js";
import { knowsDecisions, type Library, readingOf, type Shelved, standsFor } from "./library.js";
import type { Session } from "./sessions.js";
import { maySuppress } from "./suppressing.js";

/** Who looks, and at what; `marking` stands on pages of nights without a banner of their own. */
export interface Looking {
  readonly marking: string;
  readonly library: Library;
  readonly account: Account;
  readonly session: Session;
}

/** Nights that are listed: two months; older ones are reached by their address. */
const NIGHTS_MAX = 62;

const LEAD_WORDS = "A lead is a question, not a finding.";

const viewerOf = ({ account, session }: Looking): Viewer => ({
  name: account.name,
  role: account.role,
  token: session.token,
  undoable: session.undoable,
});

/** Whether a reader may decide on a flag now. */
export function mayDecide(shelved: Shelved, account: Account): boolean {
  return readingOf(shelved, account).reading !== null;
}

export function signIn(marking: string, token: string, problem: string | null): Rendered {
  const standfirst = "For reviewers with an account on this machine.";
  return reviewPage({ marking, title: "Sign in", standfirst, body: signInBody(token), viewer: null, problem });
}

export function leave(looking: Looking): Rendered {
  const viewer = viewerOf(looking);
  return page(looking, "Sign out", "", { body: signOutBody(viewer) });
}

export function refused(looking: Looking, problem: string): Rendered {
  return page(looking, "Not done", "", { body: html`<p><a href="${route("nights")}">To the nights</a></p>`, problem });
}

export function nights(looking: Looking): Rendered {
  const { library, account } = looking;
  const rows = library
    .nights()
    .slice(0, NIGHTS_MAX)
    .map((night) => {
      const flags = library.night(night, account);
      return { night, flag_count: flags.length, open_count: flags.filter((flag) => mayDecide(flag, account)).length };
    });
  return page(looking, "Review", LEAD_WORDS, { body: nightsBody(rows) });
}

export function night(looking: Looking, about: string): Rendered {
  const flags = looking.library.night(about, looking.account);
  const start = flags.find((flag) => mayDecide(flag, looking.account))?.nights[0].flag_id ?? null;
  const body = queueBody(
    about,
    flags.map((flag) => listed(flag, looking.account, about)),
    start,
  );
  return page(looking, `Flags for the night of ${formatDay(about)}`, LEAD_WORDS, { body, about });
}

/** What waits for a second reading by this reader. */
export function second(looking: Looking): Rendered {
  const { library, account } = looking;
  const waiting = [...library.standings().keys()]
    .flatMap((flag_id) => library.flag(flag_id, account) ?? [])
    .filter((shelved) => readingOf(shelved, account).reading === "second");
  const body = queueBody(
    null,
    waiting.map((flag) => listed(flag, account, null)),
    waiting[0]?.nights[0].flag_id ?? null,
  );
  return page(looking, "Second readings", "What the first reader decided is not shown.", { body });
}

export function mine(looking: Looking): Rendered {
  const { library, account } = looking;
  const own = [...library.standings().values()]
    .flatMap(({ history: all }) => all)
    .filter(({ reviewer }) => reviewer === account.name);
  return page(looking, "My decisions", "", { body: decisionTable(own) });
}

export function history(looking: Looking): Rendered {
  const { faults } = looking.library.journal();
  const all = [...looking.library.standings().values()].flatMap(({ history: one }) => one);
  const problem = faults.length === 0 ? null : faults.map(({ line, reason }) => `line ${line}: ${reason}`).join("; ");
  const ordered = all.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return page(looking, "All decisions", "As the journal has them.", { body: decisionTable(ordered), problem });
}

export function suppressions(looking: Looking, problem: string | null): Rendered {
  const { kept } = looking.library.journal();
  const hidden = looking.library.hidden();
  const list = kept.flatMap(({ id, record }) => {
    if (record.kind !== "suppression") return [];
    const end = kept.find(({ record: one }) => one.kind === "suppression_end" && one.suppression_id === id)?.record;
    const ended = end?.kind === "suppression_end" ? end : null;
    return [{ id, suppression: record, ended, hid: hidden.get(id) ?? { lead_count: 0, episode_count: 0 } }];
  });
  return page(looking, "Suppressions", "What is kept from the lists, and on whose word.", {
    body: suppressionsBody(list, viewerOf(looking)),
    problem,
  });
}

/** The form by which a second reviewer keeps leads like one from the list. */
export function suppress(
  looking: Looking,
  { nights: [shown] }: Shelved,
  { problem, typed }: { readonly problem: string | null; readonly typed: Sent },
): Rendered {
  const { scope = "", reason = "", until = "" } = typed;
  return page(
    looking,
    "Keep such leads from the list",
    "Never from the record: what is hidden is counted and audited.",
    {
      body: suppressBody(shown, viewerOf(looking), { scope, reason, until, days_max: SUPPRESSION_DAYS_MAX }),
      problem,
    },
  );
}

/** One flag as a night shows it: the night `about` whose list is read, else the last that it stood in. */
export function flag(
  looking: Looking,
  shelved: Shelved,
  { problem, typed, about }: { readonly problem: string | null; readonly typed: Sent; readonly about: string | null },
): Rendered {
  const { library, account } = looking;
  const { reading, refusal } = readingOf(shelved, account);
  const knows = knowsDecisions(shelved, account);
  const seen = reading === "second" ? (shelved.standing.first?.night ?? null) : about;
  const shown = shelved.nights.find(({ night: one }) => one === seen) ?? shelved.nights[0];
  const { before, next } = neighbours(looking, shelved, about);
  const body = flagBody(
    {
      flag: shown,
      argued: library.argued(shown.night, shown.flag_id),
      known: { history: knows ? shelved.standing.history : [] },
      reading,
      refusal,
      before,
      next,
      isSuppressible: maySuppress(shelved, account),
      typed: { disposition: typed.disposition ?? "", reason: typed.reason ?? "" },
    },
    viewerOf(looking),
  );
  return page(
    looking,
    shown.question,
    html`<a href="${route("night", shown.night)}">Night of ${formatDay(shown.night)}</a>`,
    { body, problem, about: shown.night },
  );
}

/** Where a reader goes after a decision: the next flag of the night's list that waits for them, else back to the list. */
export function afterDeciding(looking: Looking, shelved: Shelved, about: string | null): Route {
  const [{ night: last, flag_id }] = shelved.nights;
  const flags = looking.library.night(about ?? last, looking.account);
  const at = flags.findIndex(({ nights: [one] }) => one.flag_id === flag_id);
  const next = [...flags.slice(at + 1), ...flags.slice(0, Math.max(0, at))].find((one) =>
    mayDecide(one, looking.account),
  );
  return next === undefined ? route("night", about ?? last) : placeOf(next.nights[0].flag_id, about);
}

function neighbours({ library, account }: Looking, { nights: [flag] }: Shelved, about: string | null) {
  const flags = library.night(about ?? flag.night, account).map(({ nights: [one] }) => one.flag_id);
  const at = flags.indexOf(flag.flag_id);
  const place = (index: number) => {
    const found = at < 0 ? undefined : flags[index];
    return found === undefined ? null : placeOf(found, about);
  };
  return { before: place(at - 1), next: place(at + 1) };
}

function listed(shelved: Shelved, account: Account, about: string | null): ListedFlag {
  const flag = shelved.nights.find(({ night: one }) => one === about) ?? shelved.nights[0];
  return { flag, stands: standsFor(shelved, account), isOpen: mayDecide(shelved, account) };
}

function page(
  looking: Looking,
  title: string,
  standfirst: Parameters<typeof reviewPage>[0]["standfirst"],
  {
    body,
    problem = null,
    about = looking.library.nights()[0] ?? "",
  }: { readonly body: ReturnType<typeof html>; readonly problem?: string | null; readonly about?: string },
): Rendered {
  const marking = looking.library.marking(about) ?? looking.marking;
  return reviewPage({ marking, title, standfirst, body, viewer: viewerOf(looking), problem });
}
