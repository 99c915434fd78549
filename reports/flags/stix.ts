import { dayBounds } from "../../data/days.js";
import type { Flag, FlagEntity } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { RESEMBLES, resembling, type Technique } from "../../data/resemblance.js";
import { jsonInScript } from "../border/json.js";
import { formatDay } from "../charts/format.js";
import { OURS, uuid5 } from "./uuid.js";

type Night = Pick<NightReport, "night" | "home" | "marking" | "version" | "flags">;

/** Namespace of the ids of cyber-observable objects. Source: STIX 2.1, 2.9. */
const OBSERVABLES = "00abedb4-aa42-466c-9c01-fed23315a9b7";

/** An object of STIX by its id; its fields are those of its type. */
type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

const idOf = (type: string, ...names: readonly string[]): string =>
  `${type}--${uuid5(JSON.stringify([type, ...names]), OURS)}`;

/**
 * findings.stix.json: the night as a STIX 2.1 bundle. Each flag is a note on the one it is about, and, where that is an
 * account, the observed data behind it; a report holds them together, and every object carries the marking. Nothing is
 * called an indicator, a sighting or an incident: a lead is a question.
 */
export function findingsStix(report: Night): string {
  const { night, home, marking, flags } = report;
  const at = dayBounds(night, home.time_zone).end;
  const ours = identity("Sharewatch", "system", at);
  const statement: StixObject = {
    type: "marking-definition",
    spec_version: "2.1",
    id: idOf("marking-definition", marking),
    created: at,
    created_by_ref: ours.id,
    definition_type: "statement",
    definition: { statement: marking },
  };
  const marked = { created_by_ref: ours.id, object_marking_refs: [statement.id] };
  const entities = distinct(
    flags.flatMap((flag) => [flag, ...flag.related]).map((one) => entityObject(one, at, marked)),
  );
  const techniques = distinct(
    flags.flatMap((flag) => resembling(judges(flag))).map((technique) => attackPattern(technique, at, marked)),
  );
  const notes = flags.map((flag) => note(flag, report, at, marked));
  const observed = flags.flatMap((flag) => observedData(flag, report, at, marked));
  const contents = [...entities, ...techniques, ...observed, ...notes];
  const whole: StixObject = {
    type: "report",
    spec_version: "2.1",
    id: idOf("report", night),
    created: at,
    modified: at,
    ...marked,
    name: `Flags for the night of ${formatDay(night)}`,
    description: `A lead is a question, not a finding. ${RESEMBLES}`,
    report_types: ["observed-data"],
    published: at,
    object_refs: contents.length === 0 ? [ours.id] : contents.map(({ id }) => id),
  };
  const objects = [ours, statement, ...contents, whole];
  const bundle = { type: "bundle", id: idOf("bundle", night, JSON.stringify(objects)), objects };
  return `${jsonInScript(bundle)}\n`;
}

function identity(name: string, identity_class: string, at: string, marked: object = {}): StixObject {
  const id = idOf("identity", identity_class, name);
  return { type: "identity", spec_version: "2.1", id, created: at, modified: at, ...marked, name, identity_class };
}

/** The one a flag is about: an account, a file, or whoever else as an identity. */
function entityObject(
  { entity_type, entity_id }: FlagEntity,
  at: string,
  marked: { readonly object_marking_refs: readonly string[] },
): StixObject {
  const { object_marking_refs } = marked;
  const sco = (type: string, fields: Readonly<Record<string, string>>): StixObject => ({
    type,
    spec_version: "2.1",
    id: `${type}--${uuid5(JSON.stringify(fields), OBSERVABLES)}`,
    object_marking_refs,
    ...fields,
  });
  switch (entity_type) {
    case "actor":
      return sco("user-account", { user_id: entity_id });
    case "object":
      return sco("file", { name: entity_id });
    case "partner":
      return identity(entity_id, "organization", at, marked);
    case "source":
      return identity(entity_id, "system", at, marked);
    case "request":
      return identity(`request ${entity_id}`, "unspecified", at, marked);
  }
}

function attackPattern({ id, name }: Technique, at: string, marked: object): StixObject {
  return {
    type: "attack-pattern",
    spec_version: "2.1",
    id: idOf("attack-pattern", id),
    created: at,
    modified: at,
    ...marked,
    name,
    description: RESEMBLES,
    external_references: [{ source_name: "mitre-attack", external_id: id }],
  };
}

function note(
  flag: Flag,
  { home }: Night,
  at: string,
  marked: { readonly object_marking_refs: readonly string[] },
): StixObject {
  const explanations = flag.innocent_explanations.map(
    ({ explanation, holds, detail }) => `${explanation}: ${holds}${detail === "" ? "" : ` (${detail})`}`,
  );
  return {
    type: "note",
    spec_version: "2.1",
    id: idOf("note", flag.flag_id),
    created: dayBounds(flag.first_day, home.time_zone).end,
    modified: at,
    ...marked,
    abstract: flag.question,
    content: [
      flag.summary,
      ...(explanations.length === 0 ? [] : ["What could explain it:", ...explanations]),
      ...(flag.would_refute.length === 0 ? [] : ["What would settle it:", ...flag.would_refute]),
    ].join("\n"),
    labels: [`queue:${flag.queue}`, `state:${flag.state}`, `judge:${flag.detector}`],
    external_references: [{ source_name: "sharewatch", external_id: flag.flag_id }],
    object_refs: [
      ...new Set([flag, ...flag.related].map((one) => entityObject(one, at, marked).id)),
      ...resembling(judges(flag)).map(({ id }) => idOf("attack-pattern", id)),
    ],
  };
}

/** The events behind a flag, as a count over its days; only accounts and files can be observed. */
function observedData(
  flag: Flag,
  { home }: Night,
  at: string,
  marked: { readonly object_marking_refs: readonly string[] },
): StixObject[] {
  if ((flag.entity_type !== "actor" && flag.entity_type !== "object") || flag.event_count < 1) return [];
  return [
    {
      type: "observed-data",
      spec_version: "2.1",
      id: idOf("observed-data", flag.flag_id),
      created: dayBounds(flag.first_day, home.time_zone).end,
      modified: at,
      ...marked,
      first_observed: dayBounds(flag.first_day, home.time_zone).begin,
      last_observed: dayBounds(flag.last_day, home.time_zone).end,
      number_observed: flag.event_count,
      object_refs: [entityObject(flag, at, marked).id],
    },
  ];
}

const judges = ({ detectors }: Flag): string[] => detectors.map(({ detector }) => detector);

function distinct(objects: readonly StixObject[]): StixObject[] {
  return [...new Map(objects.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
