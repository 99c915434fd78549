import { describe, expect, it } from "vitest";
import { type Computed, computed, type Feeds, NIGHT, step, worldOf } from "./world.js";

const of = async (feeds: Feeds): Promise<Computed["of"]> => (await computed(await worldOf(feeds))).of;

const incident = (id: string, more: Record<string, string | null>) => ({
  incident_id: id,
  kind: "lost-media",
  partner: "XAR",
  occurred_at: null,
  detected_at: "2026-05-01T00:00:00Z",
  contained_at: null,
  resolved_at: null,
  partner_notified_at: null,
  ...more,
});

/** A released request with every step in order. */
const released = (id: string, day: string, more: Record<string, string | null> = {}) => [
  step(id, "requested", `${day}T00:00:00Z`, more),
  step(id, "risk_assessed", `${day}T01:00:00Z`, more),
  step(id, "approved", `${day}T02:00:00Z`, { rule: "Guide 4.2", ...more }),
  step(id, "released", `${day}T03:00:00Z`, { object_id: `O-${id}`, ...more }),
  step(id, "received", `${day}T04:00:00Z`, more),
];

describe("incidents", () => {
  const incidents = [
    incident("I1", { occurred_at: "2026-04-30T14:00:00Z", contained_at: "2026-05-01T06:00:00Z" }),
    incident("I2", { detected_at: "2026-05-11T00:00:00Z", contained_at: "2026-05-11T02:00:00Z" }),
    incident("I3", { detected_at: "2026-06-02T00:00:00Z", kind: "marking-error", partner: null }),
    incident("I4", { detected_at: "2026-06-04T00:00:00Z" }),
  ];

  it("are those detected by the end of the night", async () => {
    expect((await of({ incident: incidents }))("incidents_count").value).toBe(3);
  });

  // 2 h and 6 h to containment, one open for 48 h: S(2) = 2/3, S(6) = 1/3: half by 6 h.
  it("that are not contained count as waiting", async () => {
    expect((await of({ incident: incidents }))("incident_detected_to_contained_hours_median")).toMatchObject({
      n: 3,
      value: 6,
    });
  });

  it("with no time of occurrence are left out of the time to notice, and counted", async () => {
    const figure = (await of({ incident: incidents }))("incident_occurred_to_detected_hours_median");
    expect(figure).toMatchObject({ n: 1, value: 10 });
    expect(figure.excluded[0]).toEqual({ reason: "no_start", n: 2 });
  });

  it("that concern nobody abroad are no wait of a partner", async () => {
    const figure = (await of({ incident: incidents }))("incident_detected_to_partner_told_hours_median");
    expect(figure).toMatchObject({ n: 2, value: null, verdict: "cannot tell" });
    expect(figure.excluded[0]).toEqual({ reason: "no_partner", n: 1 });
  });

  it("of one kind with one partner come again: one of three", async () => {
    expect((await of({ incident: incidents }))("incidents_recurring_share")).toMatchObject({ n: 3, value: 1 / 3 });
  });

  // Three over two releases: 1500 per 1,000; R's poisson.test(3)$conf.int is 0.6186721 to 8.7672731.
  it("are held against releases, with the exact Poisson interval", async () => {
    const feeds = {
      incident: incidents,
      sharing_step: [...released("R1", "2026-05-01"), ...released("R2", "2026-05-02")],
    };
    const figure = (await of(feeds))("incidents_per_1000_releases");
    expect(figure).toMatchObject({ n: 2, value: 1500 });
    expect(figure.interval?.[0]).toBeCloseTo(0.6186721 * 500, 3);
    expect(figure.interval?.[1]).toBeCloseTo(8.7672731 * 500, 3);
  });
});

describe("the accuracy of what was shared", () => {
  const feedback = (["confirmed", "confirmed", "refuted", "unknown", null] as const).map((accuracy, index) => ({
    request_id: `R${index}`,
    partner: "XAR",
    happened_at: "2026-05-05T00:00:00Z",
    timeliness: index + 1,
    accuracy,
  }));

  it("is a share of the debriefs that give a grade; the others are left out and counted", async () => {
    const figures = await of({ feedback, sharing_step: released("R0", "2026-05-01") });
    expect(figures("accuracy_confirmed_share")).toMatchObject({ n: 3, value: 2 / 3 });
    expect(figures("accuracy_confirmed_share").excluded).toEqual([{ reason: "not_graded", n: 2 }]);
    expect(figures("accuracy_refuted_share").value).toBe(1 / 3);
    expect(figures("debriefs_on_time_share")).toMatchObject({ n: 5, value: 2 / 5 });
    expect(figures("debriefs_returned_share")).toMatchObject({ n: 1, value: 1 });
  });

  // One object to two partners; the first is told 100 h after receipt, the second never: it has waited from 2 May 04:00 to
  // the end of 3 June, 788 h. One ended of two at 100 h: S = 1/2 from there on, and the curve ends flat: 100 h.
  it("names recipients who were not told of an error, and counts them as waiting", async () => {
    const steps = [
      ...released("R1", "2026-05-01", { object_id: "O1" }),
      ...released("R2", "2026-05-02", { object_id: "O1", partner: "XBE" }),
      step("R1", "corrected", "2026-05-05T08:00:00Z"),
    ];
    const figures = await of({ sharing_step: steps });
    expect(figures("recipients_not_told_of_error_count")).toMatchObject({ n: 2, value: 1 });
    expect(figures("recipients_not_told_of_error_count", { partner: "XBE" }).value).toBe(1);
    expect(figures("receipt_to_correction_hours_median")).toMatchObject({ n: 2, value: 100 });
  });
});

describe("the chain of custody", () => {
  it("has no fault where every step is there, once and in order", async () => {
    const figures = await of({ sharing_step: released("R1", "2026-05-01") });
    for (const id of ["custody_skipped_share", "custody_out_of_order_share", "custody_repeated_share"])
      expect(figures(id)).toMatchObject({ n: 1, value: 0 });
  });

  it.each([
    ["custody_skipped_share", released("R1", "2026-05-01").filter(({ step: name }) => name !== "risk_assessed")],
    [
      "custody_out_of_order_share",
      [
        ...released("R1", "2026-05-01").filter(({ step: name }) => name !== "approved"),
        step("R1", "approved", "2026-05-01T03:00:01Z"),
      ],
    ],
    ["custody_repeated_share", [...released("R1", "2026-05-01"), step("R1", "released", "2026-05-09T00:00:00Z")]],
  ])("shows it in %s", async (id, sharing_step) => {
    expect((await of({ sharing_step }))(id)).toMatchObject({ n: 1, value: 1 });
  });

  it("asks approvals and denials for their rule, withdrawals not", async () => {
    const steps = [
      ...released("R1", "2026-05-01"),
      step("R2", "requested", "2026-05-01T00:00:00Z"),
      step("R2", "denied", "2026-05-02T00:00:00Z"),
      step("R3", "requested", "2026-05-01T00:00:00Z"),
      step("R3", "withdrawn", "2026-05-02T00:00:00Z"),
    ];
    expect((await of({ sharing_step: steps }))("decisions_without_rule_share")).toMatchObject({ n: 2, value: 1 / 2 });
  });

  it("does not read a feed that never names a rule or a legal basis as one without any", async () => {
    const figures = await of({ sharing_step: released("R1", "2026-05-01", { rule: null }) });
    for (const id of ["decisions_without_rule_share", "releases_with_legal_basis_share"]) {
      expect(figures(id)).toMatchObject({ n: 0, value: null, verdict: "cannot tell" });
      expect(figures(id).excluded).toEqual([{ reason: "not_recorded", n: 1 }]);
    }
  });

  const agreement = (valid: string | null) => ({
    agreement_id: "AG",
    partner: "XAR",
    valid_from: "2026-01-01",
    valid_to: "2026-12-31",
    rights_review_valid_to: valid,
  });

  it.each([
    ["2026-05-01", 1],
    ["2026-04-30", 0],
    [null, 0],
  ])("a release on 1 May under a rights review valid to %s counts %i", async (valid, share) => {
    const feeds = { sharing_step: released("R1", "2026-05-01", { agreement_id: "AG" }), agreement: [agreement(valid)] };
    expect((await of(feeds))("releases_under_valid_rights_review_share")).toMatchObject({ n: 1, value: share });
  });
});

describe("exceptions and leads", () => {
  const flag = (flag_id: string, queue: string, entity_type: string, entity_id: string) => ({
    ...{ flag_id, queue, detector: "some-rule", entity_type, entity_id },
    ...{ first_day: "2026-05-01", first_night: "2026-05-01" },
  });
  const listed = (flag_id: string, night: string) => ({
    ...{ night, flag_id, rank: 1, state: "new", last_day: night, p_value: null, content: "{}" },
  });
  const outcome = (night: string) => ({
    ...{ night, rule: "custody", unit: "releases", holds_count: 7, broken_count: 1, undetermined_count: 2 },
  });

  it("are held against releases of nights whose rules were run, each episode once", async () => {
    const figures = await of({
      sharing_step: [...released("R1", "2026-05-01"), ...released("R2", "2026-05-02"), ...released("R3", "2026-05-03")],
      event: [],
      rule_outcome: [outcome("2026-05-01"), outcome("2026-05-02")],
      flag: [flag("X1", "exceptions", "request", "R1"), flag("X2", "exceptions", "object", "O9")],
      flag_night: [listed("X1", "2026-05-01"), listed("X1", "2026-05-02"), listed("X2", "2026-05-02")],
    });
    expect(figures("exceptions_per_1000_releases")).toMatchObject({ n: 2, value: 1000 });
    expect(figures("exceptions_per_1000_releases").excluded).toContainEqual({ reason: "not_judged", n: 1 });
    expect(figures("exceptions_per_1000_releases", { partner: "XAR" }).value).toBe(500);
    expect(figures("rule_exceptions_per_1000_opportunities", { rule: "custody" })).toMatchObject({ n: 16, value: 125 });
  });

  it("leads stand beside what chance alone would give, partner by partner", async () => {
    const judged = (night: string, entity_id: string) => ({
      ...{
        night,
        entity_type: "partner",
        entity_id,
        p_raw: 0.5,
        p_value: 0.5,
        detector: "d",
        verdict_count: 1,
        is_within_price: false,
        is_recalibrated: false,
        is_set_aside: false,
      },
    });
    const price = (night: string) => ({
      ...{ night, queue: "leads", tested_count: 4, threshold: 0.1, expected_false_count: 0.25 },
    });
    const figures = await of({
      event: [],
      agreement: [{ agreement_id: "AG", partner: "XAR" }],
      combined: ["2026-05-01", "2026-05-02"].flatMap((night) =>
        ["XAR", "XBE", "XDO", "XFA"].map((id) => judged(night, id)),
      ),
      night_price: [price("2026-05-01"), price("2026-05-02")],
      flag: [flag("L1", "leads", "partner", "XAR")],
      flag_night: [listed("L1", "2026-05-01"), listed("L1", "2026-05-02")],
    });
    expect(figures("leads_count").value).toBe(1);
    expect(figures("leads_count", { partner: "XAR" }).value).toBe(1);
    expect(figures("leads_expected_by_chance").value).toBe(0.5);
    expect(figures("leads_expected_by_chance", { partner: "XAR" }).value).toBe(0.125);
  });
});

describe("obligations", () => {
  const owed = (id: string, owed_by: string, met_at: string | null, waived_at: string | null = null) => ({
    obligation_id: id,
    agreement_id: "AG",
    owed_by,
    what: "return",
    due_at: "2026-05-10",
    met_at,
    waived_at,
  });
  const obligation = [
    owed("1", "XAR", "2026-05-10"),
    owed("2", "XAR", "2026-05-11"),
    owed("3", "XHM", "2026-05-01"),
    owed("4", "XHM", null),
    owed("5", "XHM", null, "2026-05-09"),
  ];
  const agreement = [{ agreement_id: "AG", partner: "XAR", valid_from: "2026-01-01", valid_to: "2026-12-31" }];

  it("are met on their day and not after it; waived ones are left out", async () => {
    const figures = await of({ obligation, agreement });
    expect(figures("obligations_met_in_time_share")).toMatchObject({ n: 4, value: 1 / 2 });
    expect(figures("obligations_met_in_time_share").excluded).toEqual([{ reason: "waived", n: 1 }]);
    expect(figures("obligations_overdue_count")).toMatchObject({ n: 5, value: 1 });
  });

  // 1 of 2 on each side: even. Newcombe's interval of 1/2 − 1/2 from Wilson's 0.0945 to 0.9055: ± 0.4055 √2.
  it("are even where each side kept half, and two of each say little", async () => {
    const figure = (await of({ obligation, agreement }))("obligations_reciprocity_index", { partner: "XAR" });
    expect(figure).toMatchObject({ n: 4, value: 0 });
    expect(figure.interval?.[1]).toBeCloseTo(0.40547 * Math.SQRT2, 4);
  });
});

describe("the classical set", () => {
  it("keeps start + made − decided = end", async () => {
    const steps = [
      step("OLD", "requested", "2026-01-01T00:00:00Z"),
      step("DONE", "requested", "2026-02-01T00:00:00Z"),
      step("DONE", "denied", "2026-04-02T00:00:00Z"),
      ...released("R1", "2026-05-01"),
      step("NEW", "requested", "2026-06-01T00:00:00Z"),
    ];
    const figures = await of({ sharing_step: steps });
    const [start, made, done, end] = [
      "requests_at_start_count",
      "requests_received_count",
      "requests_processed_count",
      "requests_at_end_count",
    ].map((id) => figures(id).value ?? Number.NaN);
    expect([start, made, done, end]).toEqual([2, 2, 2, 2]);
    expect((start ?? 0) + (made ?? 0) - (done ?? 0)).toBe(end);
    // 60 days from 1 February to 2 April, 0 for R1; OLD has waited 153 days, NEW 2.
    expect(figures("processed_days_highest").value).toBe(60);
    expect(figures("pending_days_mean").value).toBe((153 + 2) / 2);
  });
});

describe("readiness", () => {
  it("an exercise planned and not held is overdue the day after", async () => {
    const exercise = [
      { exercise_id: "E1", playbook: "drill", partner: "XAR", planned_for: NIGHT, held_at: null },
      { exercise_id: "E2", playbook: "drill", partner: "XAR", planned_for: "2026-06-02", held_at: null },
      { exercise_id: "E3", playbook: "drill", partner: "XAR", planned_for: "2026-06-01", held_at: "2026-06-02" },
    ];
    const figures = await of({ exercise });
    expect(figures("exercises_held_share")).toMatchObject({ n: 3, value: 1 / 3 });
    expect(figures("exercises_overdue_count").value).toBe(1);
  });

  it("training is valid on its last day, and an unknown date is not a no", async () => {
    const person = (actor_id: string, training_valid_to: string | null) => ({
      actor_id,
      kind: "person",
      nation: "XHM",
      unit: "U",
      role: "analyst",
      active_from: "2026-01-01",
      training_valid_to,
    });
    const figures = await of({ actor: [person("A", NIGHT), person("B", "2026-06-02"), person("C", null)] });
    expect(figures("training_current_share")).toMatchObject({ n: 2, value: 1 / 2 });
    expect(figures("training_current_share").excluded).toEqual([{ reason: "not_recorded", n: 1 }]);
  });
});

describe("what became of requests", () => {
  it("sums to one, the waiting included", async () => {
    const steps = [
      ...released("R1", "2026-05-01"),
      step("R2", "requested", "2026-05-02T00:00:00Z"),
      step("R2", "denied", "2026-05-02T10:00:00Z"),
      step("R3", "requested", "2026-05-03T00:00:00Z"),
      step("R3", "withdrawn", "2026-05-03T20:00:00Z"),
      step("R4", "requested", "2026-05-04T00:00:00Z"),
      step("R5", "requested", "2026-06-03T20:00:00Z"),
    ];
    const figures = await of({ sharing_step: steps, tier: [{ tier: "routine", target_hours: 72 }] });
    const shares = ["waiting", "approved", "denied", "withdrawn"].map(
      (id) => figures(`outcome_${id}_share`).value ?? NaN,
    );
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(figures("requested_to_decided_hours_median").value).toBe(20);
    // Decided alone: 2, 10 and 20 h, in the middle 10 h: what the open two hide is 10 h.
    expect(figures("closed_only_decided_hours_median").value).toBe(10);
    expect(figures("closed_only_hidden_hours").value).toBe(10);
  });
});
