import { describe, expect, it } from "vitest";
import { rules } from "../../detectors/rules/index.js";
import { agreement, event, step, type Tables, told } from "./installation.js";

/** A night that breaks a rule, and one that comes as near to it as the rule's own unit allows and does not. */
interface Planted {
  readonly off: string;
  readonly breaks: Tables;
  readonly near: Tables;
}

const at = (time: string) => ({ happened_at: `2026-05-04T${time}Z` });
const on = (day: string) => ({ happened_at: `${day}T10:00:00Z` });
const share = (changes = {}) => event({ action: "share", partner: "XAR", ...changes });
const object = (changes = {}) => ({
  object_id: "OBJ-1",
  collection: "MARITIME-1",
  originator: "XHM",
  marking: "SECRET//REL TO XHM, XAR",
  ...changes,
});
const person = (actor_id: string, changes = {}) => ({
  actor_id,
  nation: "XHM",
  time_zone: "Europe/Paris",
  active_from: "2025-01-01",
  ...changes,
});
const right = (changes = {}) => ({ actor_id: "ann", collection: "MARITIME-1", granted_at: "2026-01-01", ...changes });
const before = step("requested", { happened_at: "2026-03-01T08:00:00Z", actor_id: "bea" });
/** What home wrote with material of XCA in it: its list does not speak for XCA (32 CFR 2001.54). */
const FOREIGN = "SECRET//FGI XCA//REL TO XHM, XAR, XBE";
const begun = step("requested", { request_id: "RQ-0", happened_at: "2026-01-01T08:00:00Z" });
const reviewed = [
  step("released", { request_id: "RQ-9", tier: "immediate", happened_at: "2024-01-01T10:00:00Z" }),
  step("reviewed", { request_id: "RQ-9", tier: "immediate", happened_at: "2024-01-02T10:00:00Z" }),
];
const elsewhere = (name: string) => step(name, { request_id: "RQ-9" });

/** Tables for a value, beside those for the value one unit off. */
const pair = <T>(off: string, tables: (value: T) => Tables, breaking: T, near: T): Planted => ({
  off,
  breaks: tables(breaking),
  near: tables(near),
});

const PLANTED: Readonly<Record<string, readonly Planted[]>> = {
  "release-marking": [pair("one nation", (partner: string) => ({ event: [share({ partner })] }), "XBE", "XAR")],
  onward: [
    pair(
      "one nation",
      (partner: string) => ({
        actor: [person("bea", { nation: "XAR" })],
        agreement: [agreement({ onward_sharing: true })],
        event: [event({ action: "forward", actor_id: "bea", partner, marking: "SECRET//REL TO XHM, XAR, XBE" })],
      }),
      "XCA",
      "XBE",
    ),
    pair(
      "one day of consent",
      (valid_to: string) => ({
        actor: [person("bea", { nation: "XAR" })],
        agreement: [agreement({ onward_sharing: true })],
        object: [object({ marking: FOREIGN })],
        consent: [{ object_id: "OBJ-1", originator: "XCA", partner: "XBE", valid_from: "2026-01-01", valid_to }],
        event: [event({ action: "forward", actor_id: "bea", partner: "XBE", marking: FOREIGN })],
      }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "the agreement's word",
      (onward_sharing: boolean) => ({
        actor: [person("bea", { nation: "XAR" })],
        agreement: [agreement({ onward_sharing })],
        event: [event({ action: "forward", actor_id: "bea", partner: "XBE", marking: "SECRET//REL TO XHM, XAR, XBE" })],
      }),
      false,
      true,
    ),
  ],
  "agreement-in-force": [
    pair(
      "one day after its last",
      (valid_to: string) => ({ event: [share()], agreement: [agreement({ valid_to })] }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "one day before its first",
      (valid_from: string) => ({ event: [share()], agreement: [agreement({ valid_from })] }),
      "2026-05-05",
      "2026-05-04",
    ),
  ],
  "agreement-class": [
    pair(
      "one level",
      (max_classification: string) => ({ event: [share()], agreement: [agreement({ max_classification })] }),
      "CONFIDENTIAL",
      "SECRET",
    ),
  ],
  "agreement-collection": [
    pair(
      "one collection",
      (collection: string) => ({ event: [share({ collection })], agreement: [agreement()] }),
      "MARITIME-2",
      "MARITIME-1",
    ),
  ],
  "agreement-purpose": [
    pair(
      "one purpose",
      (purpose: string) => ({
        agreement: [agreement({ purposes: '["disaster-relief"]' })],
        sharing_step: [step("approved", { purpose })],
      }),
      "border-security",
      "disaster-relief",
    ),
  ],
  "rights-review-in-force": [
    pair(
      "one day after it lapsed",
      (rights_review_valid_to: string) => ({ event: [share()], agreement: [agreement({ rights_review_valid_to })] }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "absent, where others have one",
      (rights_review_valid_to: string | null) => ({
        event: [share()],
        agreement: [agreement({ rights_review_valid_to }), agreement({ agreement_id: "AGR-XBE", partner: "XBE" })],
      }),
      null,
      "2026-05-04",
    ),
  ],
  "rights-review-purpose": [
    pair(
      "one second",
      (time: string) => ({
        sharing_step: [
          before,
          step("rights_reviewed", { purpose: "law-enforcement", ...at(time) }),
          step("approved", { purpose: "law-enforcement", ...at("10:00:00") }),
        ],
      }),
      "10:00:01",
      "10:00:00",
    ),
  ],
  separation: [
    pair(
      "another person for the approval",
      (actor_id: string) => ({ sharing_step: [before, step("approved", { actor_id })] }),
      "bea",
      "cas",
    ),
    pair(
      "another person for the release",
      (actor_id: string) => ({
        sharing_step: [
          before,
          step("approved", { actor_id: "cas", ...at("09:00:00") }),
          step("released", { actor_id }),
        ],
      }),
      "cas",
      "dan",
    ),
  ],
  "approver-authority": [
    pair(
      "one day",
      (valid_to: string) => ({
        actor: [person("cas", { role: "approver" })],
        object: [object()],
        authority: [{ role: "approver", action: "approve", valid_from: "2026-01-01", valid_to }],
        sharing_step: [step("approved", { actor_id: "cas" })],
      }),
      "2026-05-03",
      "2026-05-04",
    ),
  ],
  "release-approval": [
    pair(
      "one second",
      (time: string) => ({ sharing_step: [before, step("approved", at(time)), step("released", at("10:00:00"))] }),
      "10:00:01",
      "10:00:00",
    ),
    pair(
      "the approval",
      (name: string) => ({ sharing_step: [before, step(name, at("09:00:00")), step("released", at("10:00:00"))] }),
      "risk_assessed",
      "approved",
    ),
  ],
  "first-flow-assessment": [
    pair(
      "one second",
      (time: string) => ({
        object: [object()],
        sharing_step: [before, step("risk_assessed", at(time)), step("released", at("10:00:00"))],
      }),
      "10:00:01",
      "09:59:59",
    ),
  ],
  "after-the-fact-review": [
    pair(
      "one day",
      (released: string) => ({
        sharing_step: [step("released", { tier: "immediate", ...on(released) }), ...reviewed],
      }),
      "2026-04-03",
      "2026-04-04",
    ),
  ],
  "post-sharing-review": [
    pair(
      "one day",
      (released: string) => ({ sharing_step: [step("released", on(released)), ...reviewed] }),
      "2025-05-03",
      "2025-05-04",
    ),
  ],
  custody: [
    pair(
      "the link",
      (name: string) => ({
        sharing_step: [begun, before, step(name, at("09:00:00")), step("received", at("10:00:00"))],
      }),
      "risk_assessed",
      "released",
    ),
    pair(
      "one second",
      (time: string) => ({
        sharing_step: [begun, before, step("released", at("10:00:00")), step("received", at(time))],
      }),
      "09:59:59",
      "10:00:00",
    ),
  ],
  entitlement: [
    pair(
      "one day after it expired",
      (expires_at: string) => ({ event: [event()], entitlement: [right({ expires_at })] }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "one day before it was granted",
      (granted_at: string) => ({ event: [event()], entitlement: [right({ granted_at })] }),
      "2026-05-05",
      "2026-05-04",
    ),
    pair(
      "another's right",
      (actor_id: string) => ({ event: [event()], entitlement: [right({ actor_id })] }),
      "bob",
      "ann",
    ),
  ],
  "actor-term": [
    pair(
      "one day after leaving",
      (active_to: string) => ({ event: [event()], actor: [person("ann", { active_to })] }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "one day before beginning",
      (active_from: string) => ({ event: [event()], actor: [person("ann", { active_from })] }),
      "2026-05-05",
      "2026-05-04",
    ),
  ],
  "after-destroy-by": [
    pair(
      "one day after destroy-by",
      (destroy_by: string) => ({ event: [event()], object: [object({ destroy_by })] }),
      "2026-05-03",
      "2026-05-04",
    ),
    pair(
      "one day after destruction",
      (destroyed_at: string) => ({ event: [event()], object: [object({ destroyed_at })] }),
      "2026-05-03",
      "2026-05-04",
    ),
  ],
  "retention-overrun": [
    pair(
      "one day",
      (received: string) => ({
        actor: [person("bea", { nation: "XAR" })],
        agreement: [agreement({ retention_days: 30 })],
        sharing_step: [step("received", on(received))],
        event: [event({ actor_id: "bea", partner: "XAR" })],
      }),
      "2026-04-03",
      "2026-04-04",
    ),
  ],
  "retention-kept": [
    pair(
      "one day",
      (received: string) => ({
        agreement: [agreement({ retention_days: 30 })],
        sharing_step: [step("received", on(received)), elsewhere("destroyed")],
      }),
      "2026-04-03",
      "2026-04-04",
    ),
    pair(
      "a destruction on record",
      (name: string) => ({
        agreement: [agreement({ retention_days: 30 })],
        sharing_step: [step("received", on("2026-04-03")), step(name), elsewhere("destroyed")],
      }),
      "used",
      "destroyed",
    ),
  ],
  "destruction-attested": [
    pair(
      "one day",
      (destroyed_at: string) => ({ object: [object({ destroy_by: "2026-04-03", destroyed_at })] }),
      "2026-05-05",
      "2026-05-04",
    ),
  ],
  "destruction-by-partner": [
    pair(
      "the attestation",
      (name: string) => ({
        object: [object({ destroy_by: "2026-04-03" })],
        sharing_step: [step("received", on("2026-03-01")), step(name), elsewhere("destroyed")],
      }),
      "used",
      "destroyed",
    ),
  ],
  channel: [
    pair(
      "one level",
      (level: string) => ({ event: [share({ channel: "tls1.2", marking: `${level}//REL TO XHM, XAR` })] }),
      "SECRET",
      "CONFIDENTIAL",
    ),
  ],
  "marking-form": [
    pair(
      "one control",
      (marking: string) => ({ event: [event({ marking })] }),
      "SECRET//NOFORN/RELIDO",
      "SECRET//NOFORN",
    ),
    pair(
      "the line itself",
      (marking: string | null) => ({
        event: [event({ marking }), event({ object_id: "OBJ-2", marking: "SECRET//NOFORN" })],
        object: [object({ marking: null })],
      }),
      null,
      "SECRET//NOFORN",
    ),
  ],
  "register-marking": [
    pair(
      "one level too little",
      (level: string) => ({ object: [object()], event: [event({ marking: `${level}//REL TO XHM, XAR` })] }),
      "CONFIDENTIAL",
      "SECRET",
    ),
    pair(
      "one level too much",
      (level: string) => ({ object: [object()], event: [event({ marking: `${level}//REL TO XHM, XAR` })] }),
      "TOP SECRET",
      "SECRET",
    ),
    pair(
      "one nation too many",
      (list: string) => ({ object: [object()], event: [event({ marking: `SECRET//REL TO ${list}` })] }),
      "XHM, XAR, XBE",
      "XHM, XAR",
    ),
    pair(
      "one nation too few",
      (list: string) => ({
        object: [object({ marking: "SECRET//REL TO XHM, XAR, XBE" })],
        event: [event({ marking: `SECRET//REL TO ${list}` })],
      }),
      "XHM, XAR",
      "XHM, XAR, XBE",
    ),
  ],
  "sequence-hole": [pair("one number", (seq: number) => ({ event: [event({ seq: 1 }), event({ seq })] }), 3, 2)],
  "clock-skew": [
    pair(
      "one second",
      (time: string) => ({
        event: [
          event({ seq: 1, event_time: "2026-05-04T08:10:00Z" }),
          event({ seq: 2, event_time: `2026-05-04T${time}Z` }),
        ],
      }),
      "08:04:59",
      "08:05:00",
    ),
  ],
  "audit-trail": [
    pair(
      "another thing administered",
      (object_id: string) => ({ event: [event({ action: "admin", object_id, collection: null })] }),
      "audit-log/portal",
      "auditor-handbook",
    ),
  ],
  "agreement-review": [
    pair("one day", (review_due: string) => ({ agreement: [agreement({ review_due })] }), "2026-05-03", "2026-05-04"),
  ],
};

describe("every rule", () => {
  it("has a case that breaks it and a near miss", () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  const cases = Object.entries(PLANTED).flatMap(([id, all]) =>
    all.map(({ off, breaks, near }) => ({ id, off, breaks, near })),
  );
  it.each(cases)("$id: is broken, and $off off is not", async ({ id, breaks, near }) => {
    const found = await told(id, breaks);
    expect(found.broken).toBeGreaterThan(0);
    expect(found.exceptions).toHaveLength(1);
    const missed = await told(id, near);
    expect(missed).toMatchObject({ broken: 0, exceptions: [] });
    expect(missed.holds).toBeGreaterThan(0);
  });
});
