import { type SharingRequest, stepOf, TIERS } from "./custody.js";
import { HOME } from "./nations.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";
import type { Cell, Table } from "./table.js";

const HOUR = 3600;

/** Who may do what: by role, for every class and collection, from long before the world on. */
export function authoritiesTable({ clock }: Scene): Table {
  const since = clock.date(-900);
  const grants = [
    ["liaison", "request"],
    ["analyst", "request"],
    ["approver", "request"],
    ["approver", "approve"],
    ["releaser", "release"],
  ];
  return {
    columns: ["actor_id", "role", "action", "max_classification", "collections", "valid_from", "valid_to"],
    rows: grants.map(([role = "", action = ""]) => [null, role, action, "TOP SECRET", null, since, null]),
  };
}

export function tiersTable(): Table {
  return { columns: ["tier", "target_hours"], rows: Object.entries(TIERS) };
}

export function calendarTable({ clock, nations }: Scene): Table {
  return {
    columns: ["nation", "date", "name"],
    rows: nations.flatMap(({ code, holidays }) => [...holidays].map(([day, name]) => [code, clock.date(day), name])),
  };
}

/** Debriefs: three used items in four are reported on, within nine days; grades lean to good, as such grades do. */
export function feedbackTable(
  { world, clock, end }: Scene,
  requests: readonly SharingRequest[],
  ids: ReadonlyMap<string, string>,
): Table {
  const rows: Cell[][] = requests
    .flatMap((request): (readonly [number, Cell[]])[] => {
      const random = new Random(world.seed, "feedback", request.key);
      const used = stepOf(request, "used");
      const asked = stepOf(request, "requested");
      const decided = stepOf(request, "approved");
      const at = (used?.at ?? 0) + HOUR * random.between(20, 210);
      if (!used || !asked || !decided || !random.chance(0.75) || at >= end) return [];
      const isOnTime = decided.at - asked.at <= TIERS[request.tier] * HOUR;
      const timeliness = random.weighted([1, 2, 3, 4, 5], isOnTime ? [1, 2, 8, 20, 14] : [6, 10, 8, 2, 1]);
      const accuracy = random.weighted(["confirmed", "partly", "refuted", "unknown"], [60, 22, 6, 12]);
      return [[at, [ids.get(request.key) ?? null, request.partner, clock.stamp(Math.round(at)), timeliness, accuracy]]];
    })
    .sort((a, b) => a[0] - b[0])
    .map(([, row]) => row);
  return { columns: ["request_id", "partner", "at", "timeliness", "accuracy"], rows };
}

/** Incidents: about one in twelve days, each found, contained, told and mended in this order within days. */
export function incidentsTable({ world, clock, begin, end, agreements }: Scene): Table {
  const random = new Random(world.seed, "incidents");
  const count = Math.max(3, random.poisson(world.days / 12));
  const rows = Array.from({ length: count }, () => begin + random.uniform() * (end - begin) * 0.95)
    .sort((a, b) => a - b)
    .map((occurred, index): Cell[] => {
      let at = occurred;
      const clocks = [occurred, ...[14, 5, 12, 40].map((hours) => (at += HOUR * random.lognormal(hours, 0.8)))];
      const [first, detected, contained, told, resolved] = clocks.map((t) =>
        t < end ? clock.stamp(Math.round(t)) : null,
      );
      const kind = random.pick(["mis-addressed", "lost-media", "marking-error", "account-misuse"]);
      const partner = random.pick(agreements).partner;
      const id = `INC-${String(index + 1).padStart(3, "0")}`;
      return [id, kind, partner, first ?? null, detected ?? null, contained ?? null, resolved ?? null, told ?? null];
    })
    .filter((row) => row[4] !== null);
  return {
    columns: [
      "incident_id",
      "kind",
      "partner",
      "occurred_at",
      "detected_at",
      "contained_at",
      "resolved_at",
      "partner_notified_at",
    ],
    rows,
  };
}

/** Exercises: the declared one of the window, held when planned, and one to come with every second partner. */
export function exercisesTable({ world, clock, agreements, spells }: Scene): Table {
  const held = spells
    .filter(({ what }) => what === "exercise")
    .map(({ units, first }): Cell[] => {
      const partner = (units.find((unit) => unit.endsWith("-LIAISON")) ?? "").slice(0, 3);
      return ["EX-01", "joint-release-drill", partner, clock.date(first), clock.date(first)];
    });
  const planned = agreements
    .filter((_, index) => index % 2 === 0)
    .map(({ partner }, index): Cell[] => {
      return [
        `EX-${String(index + 2).padStart(2, "0")}`,
        "incident-call",
        partner,
        clock.date(world.days + 20 + 15 * index),
        null,
      ];
    });
  return { columns: ["exercise_id", "playbook", "partner", "planned_for", "held_at"], rows: [...held, ...planned] };
}

const OWED = ["quarterly usage return", "point of contact confirmed", "joint training seats", "technical cover notes"];

/** What is owed under each agreement: met some days before it is due, or due after the world. */
export function obligationsTable({ world, clock, agreements }: Scene): Table {
  const rows = agreements.flatMap(({ id, partner }) =>
    OWED.map((what, index): Cell[] => {
      const random = new Random(world.seed, "obligation", id, index);
      const due = Math.round(random.between(0.1, 1.5) * world.days) + 3;
      const met = due - 1 - random.below(12);
      const by = random.chance(0.5) ? HOME : partner;
      return [
        `OB-${partner}-${index + 1}`,
        id,
        by,
        what,
        clock.date(due),
        met < world.days ? clock.date(met) : null,
        null,
      ];
    }),
  );
  return { columns: ["obligation_id", "agreement_id", "owed_by", "what", "due_at", "met_at", "waived_at"], rows };
}

const FINDINGS = [
  "return of loan copies is not recorded",
  "partner contact lists are kept twice",
  "rights reviews cite no country report",
  "watch handover notes lack open requests",
  "grants outlive transfers by weeks",
  "debriefs miss urgent requests",
];

/** Findings of reviewers: done in time with evidence, or due after the world. */
export function recommendationsTable({ world, clock }: Scene): Table {
  const rows = FINDINGS.map((about, index): Cell[] => {
    const random = new Random(world.seed, "recommendation", index);
    const made = -random.below(120);
    const due = Math.max(10, made + 90 + random.below(120));
    const done = due - 3 - random.below(6);
    const by = random.pick(["Inspectorate", "Oversight Committee", "Internal Audit"]);
    const isDone = done < world.days;
    return [
      `REC-${index + 1}`,
      by,
      clock.date(made),
      about,
      clock.date(due),
      isDone ? clock.date(done) : null,
      isDone ? `note ${index + 1}/closed` : null,
    ];
  });
  return {
    columns: ["recommendation_id", "made_by", "made_at", "about", "due_at", "done_at", "evidence"],
    rows,
  };
}
