import { z } from "zod";
import { overlayProblems, overlayShape } from "../policy/overlay.js";
import { escalationShape } from "./escalation.js";
import { publicShape } from "./public.js";

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const timeZone = z.string().refine(isTimeZone, {
  error: "not an IANA time zone; write it like Europe/Paris",
});
const nation = z.string().regex(/^[A-Z]{3}$/, {
  error: "not a nation; write three capital letters like XHM",
});
const text = z.string().min(1);

/**
 * Targets that hold where the settings name no other.
 *
 * decided_within_target_share   nine in ten, the share that a 90th percentile at the tier's own hours stands for
 */
const TARGETS: Readonly<Record<string, number>> = { decided_within_target_share: 0.9 };

const weekday = z.enum(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]);
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: "not a time of day; write it like 09:00" });

const date = z.iso.date({ error: "not a date; write it like 2026-05-01" });

const week = {
  days: z
    .array(weekday)
    .min(1)
    .default(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    .describe("Days of the week on which the side works."),
  opens: clockTime.default("09:00").describe("When its working day begins, in its own zone."),
  closes: clockTime.default("17:00").describe("When its working day ends, in its own zone."),
};

const BEFORE_IT_BEGINS = { error: "the working day ends before it begins" };

/** A partner's own working week. */
const partnerWeek = z
  .strictObject({
    ...week,
    time_zone: timeZone
      .optional()
      .describe("IANA zone of the partner; where absent, the one that most of its people in the directory have."),
  })
  .refine(({ opens, closes }) => opens < closes, BEFORE_IT_BEGINS);

/** A stretch in which no working clock runs: agreed by both sides, and written down why. */
const suspension = z.strictObject({
  first: date.describe("Its first day."),
  last: date.describe("Its last day, included."),
  partner: nation.optional().describe("The partner whose requests it concerns; all where absent."),
  reason: text.describe("Why the clocks stood still."),
});

/** When each side works; holidays of both are in the calendar feed. The defaults are the commonest office week. */
const working = z
  .strictObject({
    ...week,
    partners: z.record(nation, partnerWeek).default({}).describe("Weeks of partners, by nation, where they differ."),
    suspended: z
      .array(suspension)
      .default([])
      .describe(
        "Days on which no working clock runs, each with its reason: the feeds have no step that stops a clock.",
      ),
  })
  .refine(({ opens, closes }) => opens < closes, BEFORE_IT_BEGINS);

/** New limits of a chart over time from a day on, because somebody changed the process: never because the data suggest it. */
const rebase = z.strictObject({
  metric: text.describe("The metric, by its id."),
  from: date.describe("The first day of the changed process."),
  reason: text.describe("What was changed; it is printed under the chart."),
});

/** Where the installation stands: whose sharing is watched, and in whose days. */
const home = z.strictObject({
  nation: nation.default("XHM").describe("Code of the home nation, three capital letters."),
  time_zone: timeZone.default("UTC").describe("IANA zone in which a night is a date."),
});

/** What a logging system's files are, where their own content does not say it. */
const source = z.strictObject({
  name: text.describe("The source's name in reports, where its records name none."),
  files: text.describe("Which files below access/ are its own: a glob, for example web/*.log.gz."),
  format: z
    .enum(["sharewatch", "o365", "cloudtrail", "ocsf", "ecs", "w3c", "combined", "cef"])
    .optional()
    .describe("The format of its files; recognised from the first records where absent."),
  time_zone: timeZone
    .optional()
    .describe("The zone of times that carry no offset; such rows are refused where absent."),
});

/** Bounds of what is read. Years: before computer logs, and beyond any plausible clock error. */
const reading = z.strictObject({
  year_min: z
    .int()
    .min(1)
    .max(9999)
    .default(1990)
    .describe("An event, or a step of a request, dated before this year is refused."),
  year_max: z
    .int()
    .min(1)
    .max(9999)
    .default(2100)
    .describe("An event, or a step of a request, dated after this year is refused."),
});

/** What the engine may use of the machine; DuckDB spills to the workspace beyond it. */
const store = z.strictObject({
  thread_count: z.int().min(1).max(256).default(2).describe("Threads of the engine."),
  memory_mib: z.int().min(256).default(4096).describe("Memory of the engine before it spills to disk, mebibytes."),
});

const schedule = z.strictObject({
  cron: text.default("30 3 * * *").describe("When the night runs, in the home zone: a cron expression of five fields."),
  catch_up_nights_max: z
    .int()
    .min(0)
    .max(366)
    .default(31)
    .describe("How many missed nights are run when the scheduler starts; older ones are named and left."),
});

/** The price of leads: how many a night chance alone may put on the list. */
const price = z.strictObject({
  expected_false_leads_per_night: z
    .number()
    .positive()
    .max(10)
    .default(0.25)
    .describe("Leads that chance alone may give a night: the one knob of sensitivity."),
  p_value_max: z
    .number()
    .gt(0)
    .max(1)
    .default(0.01)
    .describe(
      "No lead is less unusual than this, however few are judged: what one ordinary night in a hundred brings is none.",
    ),
  confirmed_false_share_max: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of false leads over a calendar year that the confirmed tier may hold."),
});

/** What the reviewers can take: beyond it the list goes on by surprise alone. */
const reviewers = z.strictObject({
  leads_per_night_max: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe("Leads a night that reviewers can read: so many of the rarest are ranked by surprise and consequence."),
  audit_cases_per_week: z
    .int()
    .min(0)
    .max(100)
    .default(2)
    .describe("Random unflagged cases a week, put to reviewers like leads to estimate what is missed."),
});

const report = z.strictObject({
  marking: text
    .default("HANDLE AS THE HIGHEST MARKING SHOWN")
    .describe(
      "The line at the head and foot of every page of a report; a page shows it with the roll-up of the markings on it, never lower.",
    ),
});

/** How published folders are signed. Without it the key lies in WORKSPACE/keys and is made on the first run. */
const signing = z.strictObject({
  key: text.describe(
    "The Ed25519 private key (PKCS#8 PEM, readable by its owner only): a path, from this file's folder where it is relative.",
  ),
});

/** Targets of oversight metrics, by the metric's id. */
const targets = z
  .record(text, z.number())
  .default({})
  .transform((chosen) => ({ ...TARGETS, ...chosen }))
  .describe("Targets of oversight metrics by id, where they differ from the defaults.");

/** What the operator's policy says otherwise, refused where it contradicts itself or the shipped one. */
const policy = overlayShape.prefault({}).superRefine((overlay, context) => {
  for (const problem of overlayProblems(overlay)) {
    const [place = "", ...words] = problem.split(": ");
    context.addIssue({ code: "custom", path: place.split("."), message: words.join(": ") });
  }
});

const parameter = z.union([z.number(), z.boolean(), z.string()]);

/** The whole settings file. Every key has a default, so that a feeds folder alone is enough. */
export const settingsShape = z.strictObject({
  home: home.prefault({}),
  sources: z.array(source).default([]),
  reading: reading.prefault({}),
  store: store.prefault({}),
  schedule: schedule.prefault({}),
  price: price.prefault({}),
  reviewers: reviewers.prefault({}),
  escalation: escalationShape.prefault({}),
  report: report.prefault({}),
  signing: signing.optional(),
  public: publicShape.prefault({}),
  targets,
  working: working.prefault({}),
  rebases: z.array(rebase).default([]).describe("Recorded changes of a process, from which its chart has new limits."),
  policy,
  detectors: z
    .record(text, z.record(text, parameter))
    .default({})
    .describe("Parameters of single detectors by id, where they differ from the card's defaults."),
});

export type Settings = z.infer<typeof settingsShape>;
export type SourceSettings = z.infer<typeof source>;
