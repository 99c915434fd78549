import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type OpenSample, openSample } from "./fixture.js";

const id = z.string().min(1);
const time = z.iso.datetime({ offset: true });
const day = z.iso.date();
const nation = z.string().regex(/^X[A-Z]{2}$/);
const level = z.enum(["CONFIDENTIAL", "SECRET", "TOP SECRET"]);
const whole = z.string().regex(/^\d+$/);
const action = z.enum([
  "login",
  "logout",
  "search",
  "view",
  "download",
  "print",
  "export",
  "share",
  "receive",
  "forward",
  "modify",
  "destroy",
  "admin",
  "other",
]);
const step = z.enum([
  "requested",
  "risk_assessed",
  "rights_reviewed",
  "approved",
  "denied",
  "withdrawn",
  "released",
  "received",
  "used",
  "corrected",
  "recalled",
  "reviewed",
  "destroyed",
]);
const zone = z
  .string()
  .refine((name) => Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0);

/** The columns of the feeds' contract, in its order, with their types; an empty cell is read as null. */
const SHAPES = {
  access: {
    event_id: id,
    event_time: z.string(),
    source: id,
    seq: whole,
    actor_id: id,
    action,
    outcome: z.enum(["success", "denied", "error"]),
    object_id: id.nullable(),
    collection: id.nullable(),
    marking: id.nullable(),
    partner: nation.nullable(),
    request_id: id.nullable(),
    bytes: whole.nullable(),
    client_ip: z.ipv4(),
    site: id,
    channel: z.enum(["tls1.3", "courier"]),
  },
  actors: {
    actor_id: id,
    kind: z.enum(["person", "service"]),
    nation,
    unit: id,
    role: id,
    clearance: level,
    time_zone: zone,
    active_from: day,
    active_to: day.nullable(),
    training_valid_to: day.nullable(),
  },
  objects: {
    object_id: id,
    collection: id,
    originator: nation,
    marking: id,
    created_at: day,
    destroy_by: day.nullable(),
    destroyed_at: day.nullable(),
  },
  agreements: {
    agreement_id: id,
    partner: nation,
    max_classification: level,
    collections: id,
    onward_sharing: z.enum(["true", "false"]),
    retention_days: whole,
    valid_from: day,
    valid_to: day,
    purposes: id,
    rights_review_valid_to: day,
    review_due: day,
    contact: id,
    contact_checked_at: day,
  },
  entitlements: { actor_id: id, collection: id, granted_at: day, expires_at: day.nullable() },
  sharing_steps: {
    request_id: id,
    step,
    at: time,
    actor_id: id,
    partner: nation,
    tier: z.enum(["routine", "priority", "immediate"]),
    purpose: id,
    agreement_id: id,
    object_id: id,
    rule: id.nullable(),
    legal_basis: id,
  },
  consents: { object_id: id, originator: nation, partner: nation, valid_from: day, valid_to: day },
  authorities: {
    actor_id: z.null(),
    role: id,
    action: z.enum(["request", "approve", "release"]),
    max_classification: level,
    collections: z.null(),
    valid_from: day,
    valid_to: z.null(),
  },
  obligations: {
    obligation_id: id,
    agreement_id: id,
    owed_by: nation,
    what: id,
    due_at: day,
    met_at: day.nullable(),
    waived_at: z.null(),
  },
  recommendations: {
    recommendation_id: id,
    made_by: id,
    made_at: day,
    about: id,
    due_at: day,
    done_at: day.nullable(),
    evidence: id.nullable(),
  },
  feedback: {
    request_id: id,
    partner: nation,
    at: time,
    timeliness: z.enum(["1", "2", "3", "4", "5"]),
    accuracy: z.enum(["confirmed", "partly", "refuted", "unknown"]),
  },
  incidents: {
    incident_id: id,
    kind: id,
    partner: nation,
    occurred_at: time,
    detected_at: time,
    contained_at: time.nullable(),
    resolved_at: time.nullable(),
    partner_notified_at: time.nullable(),
  },
  exercises: { exercise_id: id, playbook: id, partner: nation, planned_for: day, held_at: day.nullable() },
  calendar: { nation, date: day, name: id },
  tiers: { tier: id, target_hours: whole },
};

describe("the sample's feeds", () => {
  let sample: OpenSample;
  beforeAll(async () => {
    sample = await openSample({ seed: 3, days: 60, actors: 90 });
  });
  afterAll(() => sample.close());

  it.each(Object.entries(SHAPES))(
    "%s has the contract's columns in order, and every row their types",
    async (feed, shape) => {
      const rows = await sample.rows(
        `SELECT * FROM ${feed} ${feed === "access" ? "USING SAMPLE 5000 ROWS (reservoir, 1)" : ""}`,
      );
      expect(rows.length).toBeGreaterThan(0);
      const row = z.strictObject(shape);
      const unfit = rows.map((each) => row.safeParse(each)).filter((result) => !result.success);
      expect(unfit.slice(0, 3).map(({ error }) => error?.issues)).toEqual([]);
      expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(shape));
    },
  );

  it("has event ids and request ids once each", async () => {
    const twice = await sample.rows(`SELECT event_id AS id FROM access GROUP BY event_id HAVING count(*) > 1
      UNION ALL SELECT request_id FROM sharing_steps GROUP BY request_id HAVING count(*) FILTER (step = 'requested') <> 1`);
    expect(twice).toEqual([]);
  });
});
