import { essential, expected, type Feed, optional } from "./feed.js";

export const STEPS = [
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
] as const;

const actors: Feed = {
  name: "actors",
  table: "actor",
  columns: [
    essential("actor_id"),
    { ...expected("kind"), values: ["person", "service"] },
    expected("nation"),
    expected("unit"),
    expected("role"),
    expected("clearance"),
    expected("time_zone", "zone"),
    expected("active_from", "day"),
    optional("active_to", "last_day"),
    optional("training_valid_to", "last_day"),
  ],
};

const objects: Feed = {
  name: "objects",
  table: "object",
  columns: [
    essential("object_id"),
    expected("collection"),
    expected("originator"),
    expected("marking"),
    expected("created_at", "day"),
    optional("destroy_by", "last_day"),
    optional("destroyed_at", "day"),
  ],
};

const agreements: Feed = {
  name: "agreements",
  table: "agreement",
  columns: [
    essential("agreement_id"),
    essential("partner"),
    expected("max_classification"),
    expected("collections", "list"),
    expected("onward_sharing", "boolean"),
    expected("retention_days", "count"),
    expected("valid_from", "day"),
    expected("valid_to", "last_day"),
    optional("purposes", "list"),
    optional("rights_review_valid_to", "last_day"),
    optional("review_due", "last_day"),
    optional("contact"),
    optional("contact_checked_at", "day"),
  ],
};

const entitlements: Feed = {
  name: "entitlements",
  table: "entitlement",
  columns: [
    essential("actor_id"),
    essential("collection"),
    expected("granted_at", "day"),
    optional("expires_at", "last_day"),
  ],
};

const sharingSteps: Feed = {
  name: "sharing_steps",
  table: "sharing_step",
  columns: [
    essential("request_id"),
    { ...essential("step"), values: STEPS },
    { ...essential("at", "instant"), column: "happened_at" },
    expected("actor_id"),
    expected("partner"),
    expected("tier"),
    expected("purpose"),
    optional("agreement_id"),
    optional("object_id"),
    optional("rule"),
    optional("legal_basis"),
  ],
};

const consents: Feed = {
  name: "consents",
  table: "consent",
  columns: [
    essential("object_id"),
    expected("originator"),
    essential("partner"),
    expected("valid_from", "day"),
    optional("valid_to", "last_day"),
  ],
};

const authorities: Feed = {
  name: "authorities",
  table: "authority",
  columns: [
    optional("actor_id"),
    optional("role"),
    { ...essential("action"), values: ["request", "approve", "release"] },
    optional("max_classification"),
    optional("collections", "list"),
    expected("valid_from", "day"),
    optional("valid_to", "last_day"),
  ],
  one_of: ["actor_id", "role"],
};

const obligations: Feed = {
  name: "obligations",
  table: "obligation",
  columns: [
    essential("obligation_id"),
    expected("agreement_id"),
    expected("owed_by"),
    expected("what"),
    expected("due_at", "last_day"),
    optional("met_at", "day"),
    optional("waived_at", "day"),
  ],
};

const recommendations: Feed = {
  name: "recommendations",
  table: "recommendation",
  columns: [
    essential("recommendation_id"),
    expected("made_by"),
    expected("made_at", "day"),
    expected("about"),
    optional("due_at", "last_day"),
    optional("done_at", "day"),
    optional("evidence"),
  ],
};

const feedback: Feed = {
  name: "feedback",
  table: "feedback",
  columns: [
    essential("request_id"),
    expected("partner"),
    { ...expected("at", "instant"), column: "happened_at" },
    { ...expected("timeliness", "count"), range: [1, 5] },
    { ...expected("accuracy"), values: ["confirmed", "partly", "refuted", "unknown"] },
  ],
};

const incidents: Feed = {
  name: "incidents",
  table: "incident",
  columns: [
    essential("incident_id"),
    expected("kind"),
    optional("partner"),
    expected("occurred_at", "instant"),
    expected("detected_at", "instant"),
    optional("contained_at", "instant"),
    optional("resolved_at", "instant"),
    optional("partner_notified_at", "instant"),
  ],
};

const exercises: Feed = {
  name: "exercises",
  table: "exercise",
  columns: [
    essential("exercise_id"),
    expected("playbook"),
    expected("partner"),
    expected("planned_for", "day"),
    optional("held_at", "day"),
  ],
};

const calendar: Feed = {
  name: "calendar",
  table: "holiday",
  columns: [essential("nation"), { ...essential("date", "day"), column: "day" }, expected("name")],
};

const tiers: Feed = {
  name: "tiers",
  table: "tier",
  columns: [essential("tier"), expected("target_hours", "number")],
};

const dispositions: Feed = {
  name: "dispositions",
  table: "disposition",
  columns: [
    essential("flag_id"),
    expected("decided_at", "instant"),
    expected("reviewer"),
    expected("disposition"),
    expected("reason"),
  ],
};

/** Every feed beside the access feed, in the contract's order. */
export const FEEDS: readonly Feed[] = [
  actors,
  objects,
  agreements,
  entitlements,
  sharingSteps,
  consents,
  feedback,
  authorities,
  obligations,
  recommendations,
  incidents,
  exercises,
  calendar,
  tiers,
  dispositions,
];
