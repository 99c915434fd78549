import { Temporal } from "temporal-polyfill";
import { dayBounds } from "../../data/days.js";
import type { Contribution, Flag } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { RESEMBLES, resembling } from "../../data/resemblance.js";
import { jsonInScript } from "../border/json.js";
import { OURS, uuid5 } from "./uuid.js";

/** What a finding is made from. */
type Night = Pick<NightReport, "night" | "home" | "marking" | "version" | "flags">;

/** Version of the schema that the findings are written in. */
const OCSF_VERSION = "1.6.0";

/** Ids of OCSF. Source: ocsf-schema, class detection_finding and its enums. */
const FINDINGS = { category_uid: 2, class_uid: 2004, name: "Findings", className: "Detection Finding" } as const;
const ACTIVITIES = { new: [1, "Create"], withdrawn: [3, "Close"], other: [2, "Update"] } as const;
const STATUSES = { new: [1, "New"], withdrawn: [4, "Resolved"], other: [2, "In Progress"] } as const;
const ANALYTICS = { leads: [3, "Statistical"], audit: [3, "Statistical"], exceptions: [1, "Rule"] } as const;
const OTHER = 99;

const millis = (instant: string): number => Date.parse(instant);
const stateOf = ({ state }: Flag): "new" | "withdrawn" | "other" =>
  state === "new" || state === "withdrawn" ? state : "other";

/**
 * findings.ocsf.jsonl: one Detection Finding a flag. A new episode is created, a lasting one updated, a withdrawn one
 * closed, always under the flag's id. Severity stays unknown: how grave a lead is, is for people to say. The marking and
 * all that OCSF has no word for stand under `unmapped`. Times are ends of nights: no clock is read.
 */
export function findingsOcsf(report: Night): string {
  return report.flags.map((flag) => `${jsonInScript(finding(flag, report))}\n`).join("");
}

function finding(flag: Flag, { night, home, marking, version }: Night) {
  const zone = home.time_zone;
  const [end, first, last] = [
    dayBounds(night, zone).end,
    dayBounds(flag.first_day, zone).begin,
    dayBounds(flag.last_day, zone).end,
  ];
  const [activity_id, activity_name] = ACTIVITIES[stateOf(flag)];
  const [status_id, status] = STATUSES[stateOf(flag)];
  const analyses = flag.detectors.filter(({ observed }) => observed !== null);
  const attacks = resembling(flag.detectors.map(({ detector }) => detector));
  return {
    activity_id,
    activity_name,
    category_uid: FINDINGS.category_uid,
    category_name: FINDINGS.name,
    class_uid: FINDINGS.class_uid,
    class_name: FINDINGS.className,
    type_uid: FINDINGS.class_uid * 100 + activity_id,
    type_name: `${FINDINGS.className}: ${activity_name}`,
    time: millis(end),
    start_time: millis(first),
    end_time: millis(last),
    timezone_offset: offsetMinutes(end, zone),
    severity_id: 0,
    severity: "Unknown",
    status_id,
    status,
    is_alert: false,
    message: flag.summary,
    ...(attacks.length === 0 ? {} : { comment: RESEMBLES }),
    count: Math.max(1, flag.event_count),
    metadata: {
      version: OCSF_VERSION,
      uid: uuid5(`ocsf ${flag.flag_id} ${night}`, OURS),
      log_name: "flags",
      event_code: flag.detector,
      original_time: night,
      product: { name: "Sharewatch", vendor_name: "Sharewatch", version },
    },
    finding_info: findingInfo(flag, millis(first), millis(last), attacks),
    resources: [flag, ...flag.related].map(({ entity_type, entity_id }) => ({ uid: entity_id, type: entity_type })),
    observables: [{ name: "entity", type_id: OTHER, type: flag.entity_type, value: flag.entity_id }],
    evidences: [{ data: { innocent_explanations: flag.innocent_explanations, would_refute: flag.would_refute } }],
    ...(analyses.length === 0 ? {} : { anomaly_analyses: analyses.map((one) => anomalyAnalysis(one, flag)) }),
    unmapped: {
      marking,
      night,
      queue: flag.queue,
      rank: flag.rank,
      state: flag.state,
      p_value: flag.p_value,
      detectors: flag.detectors,
    },
  };
}

function findingInfo(flag: Flag, first: number, last: number, attacks: ReturnType<typeof resembling>) {
  const [type_id, type] = ANALYTICS[flag.queue];
  return {
    uid: flag.flag_id,
    title: flag.question,
    desc: flag.summary,
    analytic: {
      type_id,
      type,
      uid: flag.detector,
      name: flag.detector,
      ...(flag.detectors.length < 2
        ? {}
        : {
            related_analytics: flag.detectors
              .filter(({ detector }) => detector !== flag.detector)
              .map(({ detector }) => ({ type_id, type, uid: detector, name: detector })),
          }),
    },
    first_seen_time: first,
    last_seen_time: last,
    related_events: flag.event_ids.map((uid) => ({ uid })),
    related_events_count: flag.event_count,
    ...(attacks.length === 0
      ? {}
      : {
          attacks: attacks.map(({ id, name }) => ({
            [id.includes(".") ? "sub_technique" : "technique"]: { uid: id, name },
          })),
        }),
  };
}

/** What was observed beside what would have been ordinary, in the unit of the detector. */
function anomalyAnalysis({ detector, observed, expected, interval, unit, summary }: Contribution, flag: Flag) {
  const named = { observation_parameter: unit ?? "count", observation_type: detector };
  return {
    analysis_targets: [{ name: flag.entity_id, type: flag.entity_type }],
    anomalies: [{ ...named, observations: [{ value: String(observed) }], observed_pattern: summary }],
    ...(expected === null
      ? {}
      : {
          baselines: [
            {
              ...named,
              observations: [{ value: String(expected) }],
              ...(interval === null ? {} : { observed_pattern: `ordinary: ${interval[0]} to ${interval[1]}` }),
            },
          ],
        }),
  };
}

function offsetMinutes(instant: string, zone: string): number {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
}
