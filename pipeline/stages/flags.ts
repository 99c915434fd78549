import { sort } from "d3-array";
import { z } from "zod";
import type { Flag, FlagState, InnocentExplanation } from "../../data/flag.js";
import { policyOf } from "../../data/policy/overlay.js";
import type { Policy } from "../../data/policy/policy.js";
import type { Settings } from "../../data/settings/shape.js";
import { budgetThreshold } from "../../data/statistics/multiplicity.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";
import { explanations } from "../../detectors/explanations/index.js";
import { type Argument, argue, type Judged, judgedShape } from "./argue.js";
import { auditCasesOn, drawAudit } from "./audit.js";
import { estimateDetection } from "./audit-estimates.js";
import { confirmedUpTo } from "./confirm.js";
import { type Criterion, consequence, priorityOf, ranked } from "./consequence.js";
import { keepDraws, WEEK_DAYS } from "./draws.js";
import { CHANGE_RATIO, episodeId, isRaised, type OpenEpisode, openEpisodes, stateOf } from "./episodes.js";
import { explain } from "./explain.js";
import { lateNews } from "./late-nights.js";
import { estimatePrecision, type Stratum } from "./precision.js";
import { standDecisions } from "./standing.js";
import { applySuppressions, type Suppressible } from "./suppress.js";
import { cameLate, withdraw } from "./withdraw.js";

/** An episode that has other nights keeps its row; queues of rules are not this stage's. */
const FORGET = [
  /* sql */ `
    DELETE FROM flag_night
    WHERE night = $night::DATE AND flag_id IN (SELECT flag_id FROM flag WHERE queue IN ('leads', 'audit'))
  `,
  /* sql */ `DELETE FROM episode_night WHERE night = $night::DATE`,
  /* sql */ `
    DELETE FROM flag
    WHERE first_night = $night::DATE AND queue IN ('leads', 'audit')
      AND flag_id NOT IN (SELECT flag_id FROM flag_night UNION ALL SELECT flag_id FROM episode_night)
  `,
  /* sql */ `DELETE FROM night_price WHERE night = $night::DATE AND queue IN ('leads', 'audit')`,
];

const COMBINED = /* sql */ `
  SELECT entity_type, entity_id, night AS judged_on, p_value
  FROM combined
  WHERE night = $night::DATE
  ORDER BY p_value, entity_type, entity_id
`;

const KNOWN = /* sql */ `SELECT flag_id FROM flag ORDER BY flag_id`;

/** A case on its way into a queue. */
interface Entry extends Suppressible {
  readonly judged: Judged;
  readonly first_day: string;
  readonly last_day: string;
  readonly state: FlagState;
  readonly argument: Argument;
  readonly explained: readonly InnocentExplanation[];
  readonly criteria: readonly Criterion[];
  readonly priority: number;
}

/** What a night's flags are made with. */
interface Making {
  readonly store: Store;
  readonly night: string;
  readonly home: string;
  readonly policy: Policy;
  readonly cards: ReadonlyMap<string, Detector>;
  /** By how much earlier decisions put a lead before or behind others; it orders, and decides nothing. */
  readonly factorOf: (lead: Stratum) => Promise<number>;
  readonly chosen: Settings["detectors"];
}

/**
 * Makes the night's leads: every entity whose combined p-value is within the price, as new or lasting episodes, ranked; and
 * the week's random cases, which no detector put forward. The threshold is the budget of false leads over the entities
 * judged, so the price holds whatever their number.
 */
export async function flag(
  store: Store,
  night: string,
  detectors: readonly Detector[],
  settings: Settings,
): Promise<void> {
  const { price, reviewers, home } = settings;
  const cards = new Map(detectors.map((card) => [card.id, card]));
  await store.transaction(async () => {
    for (const statement of FORGET) await store.run(statement, { night });
    await standDecisions(store, night, home.time_zone);
    const factorOf = await estimatePrecision(store, night, home.nation);
    const policy = policyOf(settings.policy);
    const making: Making = { store, night, home: home.nation, policy, cards, chosen: settings.detectors, factorOf };
    const judged = await store.rows(COMBINED, judgedShape, { night });
    const late = await lateNews(store, night);
    const tested = [...judged, ...late.tested];
    const threshold = budgetThreshold(price.expected_false_leads_per_night, tested.length, price.p_value_max);
    const confirmed = await confirmedUpTo(
      store,
      night,
      tested.map(({ p_value }) => p_value),
      price.confirmed_false_share_max,
    );
    const isWithin = ({ p_value }: Judged) => p_value <= threshold;
    const episodes = new Map((await openEpisodes(store, night)).map((episode) => [keyOf(episode), episode]));

    const leads: Entry[] = [];
    for (const lead of eachOnce(judged.filter(isWithin), late.news.filter(isWithin))) {
      const episode = episodes.get(keyOf(lead));
      const entry = await entryOf(making, "leads", lead, episode);
      const { p_value, judged_on } = lead;
      await insertRows(store, "episode_night", [
        { night, flag_id: entry.flag_id, p_value, judged_on: judged_on === night ? null : judged_on },
      ]);
      if (isRaised(episode, lead.p_value)) leads.push(entry);
    }
    const { shown, hidden, audited } = await applySuppressions(store, leads, { night, home });
    await open(making, "leads", hidden);
    const listed = ranked(shown, reviewers.leads_per_night_max);
    await keep(making, "leads", listed, confirmed);
    await withdraw(store, await late.withdrawn(), { night, listed_count: listed.length });
    await insertRows(store, "night_price", [
      {
        night,
        queue: "leads",
        tested_count: tested.length,
        threshold,
        expected_false_count: threshold * tested.length,
        listed_count: listed.length,
        opened_count: listed.filter(({ state }) => state === "new").length,
      },
    ]);

    const unflagged = judged.filter((one) => !isWithin(one) && !episodes.has(keyOf(one)));
    const { audit_cases_per_week } = reviewers;
    const random = drawAudit(night, unflagged, auditCasesOn(night, audit_cases_per_week));
    const drawn: Entry[] = [];
    for (const one of [...random, ...audited.map(({ judged: lead }) => lead)])
      drawn.push(await entryOf(making, "audit", one, undefined));
    await keepDraws(store, night, drawn, {
      random_count: random.length,
      probability: audit_cases_per_week / WEEK_DAYS / unflagged.length,
    });
    await keep(making, "audit", drawn, 0);
    if (drawn.length > 0)
      await insertRows(store, "night_price", [
        {
          night,
          queue: "audit",
          tested_count: unflagged.length,
          threshold: null,
          expected_false_count: 0,
          listed_count: drawn.length,
          opened_count: drawn.length,
        },
      ]);
    await estimateDetection(store, night);
  });
}

/** Each entity once, rarest first: by tonight's acts, or by those of the earlier night that is ten times rarer. */
function eachOnce(tonight: readonly Judged[], earlier: readonly Judged[]): Judged[] {
  const leads = new Map(tonight.map((lead) => [keyOf(lead), lead]));
  for (const lead of earlier) {
    const known = leads.get(keyOf(lead));
    const rarest = known === undefined ? Number.POSITIVE_INFINITY : known.p_value / CHANGE_RATIO;
    if (lead.p_value < rarest) leads.set(keyOf(lead), lead);
  }
  return sort([...leads.values()], ({ p_value }) => p_value);
}

function keyOf({ entity_type, entity_id }: { readonly entity_type: string; readonly entity_id: string }): string {
  return JSON.stringify([entity_type, entity_id]);
}

async function entryOf(
  { store, night, home, policy, cards, chosen, factorOf }: Making,
  queue: "leads" | "audit",
  judged: Judged,
  episode: OpenEpisode | undefined,
): Promise<Entry> {
  const argument = await argue(store, judged, { cards, chosen });
  const { entity_type, entity_id, judged_on } = judged;
  const { onset_day } = argument;
  const begun = episode?.first_day ?? onset_day;
  const pattern = {
    night: judged_on,
    kind: "lead" as const,
    first: argument.leading_onset_day,
    entity_type,
    entity_id,
    event_ids: argument.all_event_ids,
    request_ids: [],
    named: argument.card.falsePositives,
  };
  const criteria = await consequence(store, judged_on, { event_ids: argument.all_event_ids, home, policy });
  return {
    judged,
    flag_id: episode?.flag_id ?? episodeId(queue, judged.entity_type, judged.entity_id, night),
    first_day: judged_on < night && onset_day < begun ? onset_day : begun,
    last_day: episode !== undefined && episode.last_night > judged_on ? episode.last_night : judged_on,
    state: stateOf(episode, judged.p_value),
    argument,
    explained: await explain(store, explanations, pattern),
    criteria,
    detector: argument.card.id,
    entity_type,
    entity_id,
    p_value: judged.p_value,
    priority:
      priorityOf(judged.p_value, criteria) * (await factorOf({ detector: argument.card.id, entity_type, entity_id })),
  };
}

/** Gives new episodes their row; one that is suppressed has it too, so that it keeps its id. */
async function open({ store, night }: Making, queue: "leads" | "audit", entries: readonly Entry[]): Promise<void> {
  const known = new Set((await store.rows(KNOWN, z.object({ flag_id: z.string() }))).map(({ flag_id }) => flag_id));
  const opened = entries.filter(({ flag_id }) => !known.has(flag_id));
  await insertRows(
    store,
    "flag",
    opened.map(({ flag_id, detector, entity_type, entity_id, first_day }) => ({
      flag_id,
      queue,
      detector,
      entity_type,
      entity_id,
      first_day,
      first_night: night,
    })),
  );
}

async function keep(
  making: Making,
  queue: "leads" | "audit",
  entries: readonly Entry[],
  confirmed: number,
): Promise<void> {
  const { store, night } = making;
  await open(making, queue, entries);
  await insertRows(
    store,
    "flag_night",
    entries.map((entry, index) => ({
      night,
      flag_id: entry.flag_id,
      rank: index + 1,
      state: entry.state,
      last_day: entry.last_day,
      p_value: entry.judged.p_value,
      is_confirmed_tier: entry.judged.p_value <= confirmed,
      priority: entry.priority,
      criteria: JSON.stringify(entry.criteria),
      content: JSON.stringify(contentOf(night, queue, entry, index + 1)),
    })),
  );
}

function contentOf(night: string, queue: "leads" | "audit", entry: Entry, rank: number): Flag {
  const { judged, flag_id, first_day, last_day, state, argument, explained } = entry;
  return {
    flag_id,
    night,
    queue,
    rank,
    state,
    entity_type: judged.entity_type,
    entity_id: judged.entity_id,
    first_day,
    last_day,
    p_value: judged.p_value,
    ...argument.said,
    summary: judged.judged_on < night ? cameLate(argument.said.summary, judged.judged_on) : argument.said.summary,
    innocent_explanations: [...explained],
  };
}
