import { addDays } from "../../data/days.js";
import type { Dossier, NightGround, Selection, SmallestChange } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Marking } from "../../data/markings/model.js";
import { policyOf } from "../../data/policy/overlay.js";
import type { FeedbackShown } from "../../data/review/shown.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Parameters, Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";
import type { Rule } from "../../detectors/rules/card.js";
import { stratumOf } from "../stages/precision.js";
import { flagCaveats } from "./caveats.js";
import { casesReadOnce, smallestChange, thresholdOf } from "./change.js";
import { chartOf } from "./charts.js";
import { directoryOf } from "./directory.js";
import { groundsOf, unusedRights } from "./explained.js";
import { feedbackOf, precisionFor } from "./feedback.js";
import { decisionsOf, earlierOf, judgedAgainOn, standingsOf } from "./history.js";
import { peersOf } from "./peers.js";
import { endOf, playbookOf } from "./playbook.js";
import { eventScopes, NOTHING_SHOWN, shownEvents } from "./shown-events.js";

/** The longest window of any detector, in days before the night: its events may lie so far back. */
const WINDOW_DAYS = 28;

/** What a night's dossiers are made with. */
export interface Reading {
  readonly store: Store;
  readonly settings: Settings;
  readonly detectors: readonly Detector[];
  readonly rules: readonly Rule[];
}

/** A night's dossiers by flag_id, the markings of all that they show, and what ordinary grounds account for on the night. */
export interface Dossiers {
  readonly dossiers: ReadonlyMap<string, Dossier>;
  readonly portions: readonly Marking[];
  readonly grounds: readonly NightGround[];
  readonly unused_right_count: number | null;
  readonly feedback: FeedbackShown;
}

/** Everything a flag's page shows, of each flag of a night, and the markings of all that is shown. */
export async function dossiersOf(
  { store, settings, detectors, rules }: Reading,
  night: string,
  flags: readonly Flag[],
): Promise<Dossiers> {
  const dossiers = new Map<string, Dossier>();
  const portions: Marking[] = [];
  const { home } = settings;
  const scopes = eventScopes(flags, night, addDays(night, -WINDOW_DAYS));
  const grounds = await groundsOf(store, scopes);
  const shownOf = await shownEvents(store, scopes, { policy: policyOf(settings.policy), home: home.nation });
  const cards = new Map(detectors.map((card) => [card.id, card]));
  const threshold = await thresholdOf(store, night);
  const casesOf = casesReadOnce(store);
  const directory = await directoryOf(store, night);
  const feedback = await feedbackOf(store, night, home.time_zone);
  const end = endOf(night, home.time_zone).toInstant().toString();
  const decided = await decisionsOf(store, night, end);
  const standings = await standingsOf(store, night);
  const judgedAgain = await judgedAgainOn(store, night);
  for (const flag of flags) {
    const card = cards.get(flag.detector);
    const shown = shownOf.get(flag.flag_id) ?? NOTHING_SHOWN;
    portions.push(...shown.portions);
    const { decisions, review_seconds } = decided.get(flag.flag_id) ?? { decisions: [], review_seconds: null };
    const standing = standings.get(flag.flag_id);
    if (standing === undefined) throw new Error(`flag in no list of its night: ${flag.flag_id}`);
    const { first_night, ...listed } = standing;
    const is_decided = decisions.length > 0;
    const judged_on = flag.state === "withdrawn" ? flag.last_day : (judgedAgain.get(flag.flag_id) ?? night);
    const asJudged = { ...flag, night: judged_on };
    dossiers.set(flag.flag_id, {
      chart: await chartOf(store, asJudged, { end, time_zone: home.time_zone }),
      peers: await peersOf(store, flag, directory),
      earlier: await earlierOf(store, flag, end),
      decisions,
      events: shown.events,
      selection: selectionOf(asJudged, { cards, rules, settings }),
      explained: flag.entity_type === "source" ? null : grounds.of(flag.flag_id),
      change: await changeOf(flag, () =>
        card === undefined ? null : smallestChange(asJudged, { card, settings, threshold, casesOf }),
      ),
      precision:
        flag.queue === "leads"
          ? precisionFor(feedback, {
              detector: flag.detector,
              stratum: await stratumOf(store, flag, { night, home: home.nation }),
            })
          : null,
      ...listed,
      markings: shown.markings,
      caveats: flagCaveats({
        is_unknown: flag.entity_type === "actor" && !directory.has(flag.entity_id),
        events: shown.events,
        unmarked_count: shown.markings.unmarked_count,
      }),
      playbook: await playbookOf(store, flag, {
        first_night,
        is_decided,
        time_zone: home.time_zone,
        escalation: settings.escalation,
        directory,
      }),
      review_seconds,
    });
  }
  const unused_right_count = await unusedRights(store, night);
  return { dossiers, portions, grounds: grounds.night, unused_right_count, feedback };
}

async function changeOf(
  { queue, state, observed, unit }: Flag,
  ofLead: () => Promise<SmallestChange> | null,
): Promise<SmallestChange> {
  if (queue === "audit" || state === "withdrawn") return { kind: "unsaid" };
  if (queue === "exceptions") return { kind: "rule", amount: observed ?? 0, unit: unit ?? "" };
  return (await ofLead()) ?? { kind: "none", why: "its detector is no longer there" };
}

function selectionOf({ detector, entity_id, night }: Flag, { cards, rules, settings }: Judging): Selection | null {
  const chosen = settings.detectors[detector];
  const card = cards.get(detector);
  if (card !== undefined) return selection("events", card.events, card.bindEvents(night, entity_id, chosen));
  const rule = rules.find(({ id }) => id === detector);
  if (rule === undefined) return null;
  const {
    policy: _,
    wanted: __,
    ...bound
  } = rule.bind({ night, home: settings.home, policy: policyOf(settings.policy) }, chosen);
  return selection("cases", rule.cases, bound);
}

function selection(gives: Selection["gives"], sql: string, bound: Parameters): Selection {
  return {
    gives,
    sql,
    values: Object.fromEntries(Object.entries(bound).map(([name, value]) => [name, String(value)])),
  };
}

/** What flags are judged by. */
interface Judging {
  readonly cards: ReadonlyMap<string, Detector>;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
}
