import { formatNumber } from "../charts/format.js";
import type { PublicId } from "./allowed.js";
import { aboutWords, isExact, type Spoken, valueWords, whyHidden } from "./words.js";

interface Wording {
  /** The sentence where there is a value. */
  readonly told: (value: string) => string;
  /** What is spoken of where there is none: "how many requests were made". */
  readonly topic: string;
  /** Why there may be no value though nothing is hidden. */
  readonly untold: string;
  /** The sentence where what is counted, or what is left of the whole, is below the threshold. */
  readonly few?: { readonly counted: (threshold: string) => string; readonly rest?: (threshold: string) => string };
}

const NOTHING_OVER = "there was nothing to count it over";

const WORDING: Readonly<Record<PublicId, Wording>> = {
  requests_received_count: {
    told: (value) => `In the period ${value} requests to share were made.`,
    topic: "how many requests to share were made",
    untold: "nothing was counted",
    few: { counted: (n) => `Fewer than ${n} requests to share were made in the period.` },
  },
  requests_decided_count: {
    told: (value) => `Of these, ${value} had a decision by its end.`,
    topic: "how many of the requests had a decision",
    untold: "nothing was counted",
    few: { counted: (n) => `Fewer than ${n} of the requests had a decision by its end.` },
  },
  requests_open_count: {
    told: (value) => `By its end ${value} were still waiting for a decision.`,
    topic: "how many of the requests were still waiting for a decision",
    untold: "nothing was counted",
    few: { counted: (n) => `Fewer than ${n} were still waiting for a decision by its end.` },
  },
  requested_to_decided_hours_median: {
    told: (value) => `Half of the requests had a decision within ${value}; those still open count as waiting.`,
    topic: "how long it took until half of the requests had a decision",
    untold: "fewer than half of the requests had one",
  },
  requested_to_decided_hours_p90: {
    told: (value) => `Nine in ten had a decision within ${value}.`,
    topic: "how long it took until nine in ten of the requests had a decision",
    untold: "fewer than nine in ten of the requests had one",
  },
  decided_within_target_share: {
    told: (value) => `Of the requests, ${value} were decided within the target time of their urgency.`,
    topic: "what share of the requests was decided within the target time of its urgency",
    untold: NOTHING_OVER,
    few: {
      counted: (n) => `Fewer than ${n} of the requests were decided within the target time of their urgency.`,
      rest: (n) => `Of the requests decided, fewer than ${n} were decided after the target time of their urgency.`,
    },
  },
  exceptions_per_1000_releases: {
    told: (value) =>
      `For every 1,000 items released, a rule did not hold ${value} times. A missing or late record counts as a rule that did not hold.`,
    topic: "how often a rule did not hold for every 1,000 items released",
    untold: NOTHING_OVER,
    few: { counted: (n) => `Fewer than ${n} times a rule did not hold, so that no rate is published.` },
  },
  leads_count: {
    told: (value) => `Over the period ${value} unusual patterns were put before a reviewer as questions.`,
    topic: "how many unusual patterns were put before a reviewer",
    untold: "no night of the period was judged",
    few: { counted: (n) => `Fewer than ${n} unusual patterns were put before a reviewer as questions.` },
  },
  leads_expected_by_chance: {
    told: (value) => `Had nothing unusual happened, chance alone would have given ${value}.`,
    topic: "how many of them chance alone would give",
    untold: "no night of the period was judged",
  },
  leads_confirmed_share: {
    told: (value) =>
      `Of the questions that reviewers have decided, ${value} were confirmed as a concern; the others were not.`,
    topic: "what share of the questions decided was confirmed as a concern",
    untold: "none has been decided",
    few: {
      counted: (n) => `Of the questions that reviewers have decided, fewer than ${n} were confirmed as a concern.`,
      rest: (n) => `Of the questions that reviewers have decided, fewer than ${n} were not confirmed as a concern.`,
    },
  },
  source_nights_heard_share: {
    told: (value) => `Logging systems delivered something on ${value} of the nights on which they could have.`,
    topic: "on how many nights the logging systems delivered something",
    untold: NOTHING_OVER,
  },
  rows_refused_share: {
    told: (value) => `Of the rows delivered, ${value} could not be read.`,
    topic: "what share of the rows delivered could not be read",
    untold: NOTHING_OVER,
  },
  cases_not_judged_share: {
    told: (value) =>
      `In ${value} of the cases shown to a detector it had too little to go by and gave no opinion, which is never read as normal.`,
    topic: "in what share of cases the detectors gave no opinion",
    untold: NOTHING_OVER,
  },
  detectors_uncalibrated_count: {
    told: (value) => `Detectors whose stated chances did not hold on ordinary nights: ${value}.`,
    topic: "for how many detectors the stated chances did not hold",
    untold: "none was tested",
  },
  feeds_absent_count: {
    told: (value) =>
      `Kinds of records that could be read and have never been delivered: ${value}. Each takes figures away.`,
    topic: "how many kinds of records have never been delivered",
    untold: NOTHING_OVER,
  },
};

/** One plain sentence that is true whatever the figure is: told, hidden, not assessed, or not to be told. */
export function sentence({ id, content }: Spoken, threshold: number): string {
  const { value, suppressed, few, missing_feed } = content;
  const { told, topic, untold, few: fewWords } = WORDING[id];
  if (value !== null) return told(isExact(id) ? valueWords(id, value, content.base) : aboutWords({ id, content }));
  const subject = topic.slice(0, 1).toUpperCase() + topic.slice(1);
  if (missing_feed !== null)
    return `${subject} was not assessed: no records of the kind “${missing_feed}” were delivered.`;
  if (suppressed === null) return `${subject} cannot be told: ${untold}.`;
  const fewSentence = few === null ? undefined : fewWords?.[few];
  if (fewSentence !== undefined) return fewSentence(formatNumber(threshold));
  return `${subject} is not published: ${whyHidden(id, suppressed, threshold)}.`;
}
