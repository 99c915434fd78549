import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dayBounds } from "../../../data/days.js";
import type { Flag } from "../../../data/flag.js";
import { resembling, TAGGED } from "../../../data/resemblance.js";
import { detectors } from "../../../detectors/index.js";
import { rules } from "../../../detectors/rules/index.js";
import { findingsOcsf } from "../../../reports/flags/ocsf.js";
import { findingsStix } from "../../../reports/flags/stix.js";
import { uuid5 } from "../../../reports/flags/uuid.js";
import { leadOf } from "../../review/flags.js";
import { missing, sharedPath } from "../../shared.js";
import { HOSTILE } from "../hostile.js";

const night = "2026-05-01";
const home = { nation: "XHM", time_zone: "Europe/Paris" };
const report = (flags: readonly Flag[]) => ({
  night,
  home,
  marking: "SECRET//REL TO XHM, XAR",
  version: "0.1.0",
  flags,
});
const flags: readonly Flag[] = [
  leadOf("a1"),
  leadOf("a2", { rank: 2, state: "ongoing", first_day: "2026-04-28" }),
  leadOf("XAR", {
    entity_type: "partner",
    queue: "exceptions",
    state: "withdrawn",
    p_value: null,
    detector: "onward",
    detectors: [
      {
        detector: "onward",
        p_value: null,
        observed: 2,
        expected: null,
        interval: null,
        unit: "forwards",
        summary: "2",
      },
    ],
  }),
  leadOf("r1", {
    entity_type: "request",
    related: [
      { entity_type: "object", entity_id: "o1" },
      { entity_type: "source", entity_id: "portal" },
    ],
  }),
];

const any = z.record(z.string(), z.unknown());
const lines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => any.parse(JSON.parse(line)));

const attributes = z.object({
  required: z.array(z.string()).default([]),
  recommended: z.array(z.string()).default([]),
  optional: z.array(z.string()).default([]),
});
const described = z.object({
  attributes,
  constraints: z.object({ at_least_one: z.array(z.string()).optional() }).nullable(),
});
const oracleShape = z.object({
  classes: z.object({
    detection_finding: described.extend({
      class_uid: z.number(),
      category_uid: z.number(),
      activity_enum: z.record(z.string(), z.string()),
    }),
  }),
  objects: z.record(z.string(), described),
  enums: z.record(z.string(), z.record(z.string(), z.unknown())),
  analytic_type: z.record(z.string(), z.unknown()),
});
const ORACLE = sharedPath("oracles/ocsf/ocsf_required.json");

/** What a value breaks of an OCSF object: attributes that it must have, and those that it may not. */
function broken(value: unknown, { attributes: known, constraints }: z.infer<typeof described>): string[] {
  const keys = Object.keys(any.parse(value));
  const allowed = new Set([...known.required, ...known.recommended, ...known.optional]);
  const one = constraints?.at_least_one;
  return [
    ...known.required.filter((name) => !keys.includes(name)).map((name) => `missing ${name}`),
    ...keys.filter((name) => !allowed.has(name)).map((name) => `unknown ${name}`),
    ...(one === undefined || one.some((name) => keys.includes(name)) ? [] : [`none of ${one.join()}`]),
  ];
}

describe.skipIf(missing(ORACLE, "OCSF's own attributes"))(
  "findings.ocsf.jsonl against the schema's own attributes",
  () => {
    const oracle = oracleShape.parse(JSON.parse(readFileSync(ORACLE ?? "", "utf8")));
    const { detection_finding } = oracle.classes;
    const found = lines(findingsOcsf(report(flags)));
    const inside = (value: unknown, name: string): unknown[] => {
      const part = any.parse(value)[name];
      return part === undefined ? [] : Array.isArray(part) ? part : [part];
    };

    it("each line is a Detection Finding with all that it must have and nothing that it may not", () => {
      expect(found).toHaveLength(4);
      expect(found.flatMap((one) => broken(one, detection_finding))).toEqual([]);
      for (const one of found) {
        expect([one.class_uid, one.category_uid]).toEqual([
          detection_finding.class_uid,
          detection_finding.category_uid,
        ]);
        expect(Object.keys(detection_finding.activity_enum)).toContain(String(one.activity_id));
        expect(one.type_uid).toBe(detection_finding.class_uid * 100 + Number(one.activity_id));
        expect(Object.keys(oracle.enums.severity_id ?? {})).toContain(String(one.severity_id));
      }
    });

    it.each([
      ["finding_info", ["finding_info"]],
      ["metadata", ["metadata"]],
      ["product", ["metadata", "product"]],
      ["analytic", ["finding_info", "analytic"]],
      ["attack", ["finding_info", "attacks"]],
      ["related_event", ["finding_info", "related_events"]],
      ["resource_details", ["resources"]],
      ["observable", ["observables"]],
      ["evidences", ["evidences"]],
      ["anomaly_analysis", ["anomaly_analyses"]],
      ["anomaly", ["anomaly_analyses", "anomalies"]],
      ["baseline", ["anomaly_analyses", "baselines"]],
      ["observation", ["anomaly_analyses", "anomalies", "observations"]],
    ])("its %s is one of the schema", (name, path) => {
      const parts = path.reduce<unknown[]>((values, step) => values.flatMap((value) => inside(value, step)), found);
      const shape = oracle.objects[name];
      expect(parts.length).toBeGreaterThan(0);
      expect(shape === undefined ? ["no such object"] : parts.flatMap((part) => broken(part, shape))).toEqual([]);
    });

    it("a lead is statistical and an exception a rule, in the schema's own words", () => {
      const types = found.map((one) => any.parse(any.parse(one.finding_info).analytic).type_id);
      expect(types).toEqual([3, 3, 1, 3]);
      expect(any.parse(oracle.analytic_type["3"]).caption).toBe("Statistical");
      expect(any.parse(oracle.analytic_type["1"]).caption).toBe("Rule");
    });

    it("a finding that lacks what it must have is found by this check", () => {
      const { finding_info: _, ...rest } = found[0] ?? {};
      expect(broken({ ...rest, guilt: 1 }, detection_finding)).toEqual(["missing finding_info", "unknown guilt"]);
    });
  },
);

describe("findings.ocsf.jsonl", () => {
  it("a new episode is created, a lasting one updated, a withdrawn one closed, under the flag's id", () => {
    const found = lines(findingsOcsf(report(flags)));
    expect(found.map(({ type_uid }) => type_uid)).toEqual([200401, 200402, 200403, 200401]);
    expect(found.map(({ finding_info }) => any.parse(finding_info).uid)).toEqual(flags.map(({ flag_id }) => flag_id));
  });

  it("its time is the end of the night at home: midnight in Paris is 22:00 UTC in May", () => {
    const [one] = lines(findingsOcsf(report(flags)));
    expect(one?.time).toBe(Date.parse("2026-05-01T22:00:00Z"));
    expect(one?.timezone_offset).toBe(120);
  });

  it("carries the marking apart, and observed beside ordinary", () => {
    const [one] = lines(findingsOcsf(report(flags)));
    expect(any.parse(one?.unmapped).marking).toBe("SECRET//REL TO XHM, XAR");
    expect(one?.anomaly_analyses).toMatchObject([
      {
        anomalies: [{ observations: [{ value: "94" }] }],
        baselines: [{ observations: [{ value: "20" }], observed_pattern: "ordinary: 6 to 38" }],
      },
    ]);
  });

  it("the same flags give the same bytes, and an empty night an empty file", () => {
    expect(findingsOcsf(report(flags))).toBe(findingsOcsf(report(structuredClone(flags))));
    expect(findingsOcsf(report([]))).toBe("");
  });
});

describe("findings.stix.json", () => {
  const bundle = z.object({ type: z.literal("bundle"), id: z.string(), objects: z.array(any) });
  const read = (of: readonly Flag[]) => bundle.parse(JSON.parse(findingsStix(report(of))));

  // STIX 2.1, OASIS standard: common properties of 3.2, required properties of each type in 4 and 6.
  const REQUIRED: Readonly<Record<string, readonly string[]>> = {
    identity: ["created", "modified", "name"],
    "marking-definition": ["created", "definition_type", "definition"],
    "user-account": ["user_id"],
    file: ["name"],
    "attack-pattern": ["created", "modified", "name"],
    "observed-data": ["created", "modified", "first_observed", "last_observed", "number_observed", "object_refs"],
    note: ["created", "modified", "content", "object_refs"],
    report: ["created", "modified", "name", "published", "object_refs"],
  };

  it("each object has what its type requires, an id of its type, and times of UTC with milliseconds", () => {
    for (const one of read(flags).objects) {
      const type = String(one.type);
      expect(one.spec_version).toBe("2.1");
      expect(String(one.id)).toMatch(
        new RegExp(`^${type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
      );
      expect((REQUIRED[type] ?? ["unknown type"]).filter((name) => one[name] === undefined)).toEqual([]);
      for (const name of ["created", "modified", "published", "first_observed", "last_observed"])
        if (one[name] !== undefined) expect(String(one[name])).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it("every reference leads to an object of the bundle, each of them there once", () => {
    const { objects } = read(flags);
    const ids = objects.map(({ id }) => String(id));
    expect(new Set(ids).size).toBe(ids.length);
    const references = objects.flatMap((one) =>
      ["object_refs", "object_marking_refs", "created_by_ref"].flatMap((name) => one[name] ?? []),
    );
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((id) => !ids.includes(String(id)))).toEqual([]);
  });

  it("created is never after modified, and a lasting flag keeps the id of its note", () => {
    const { objects } = read(flags);
    expect(
      objects.filter(({ created, modified }) => modified !== undefined && String(created) > String(modified)),
    ).toEqual([]);
    const notes = (of: readonly Flag[]) =>
      read(of)
        .objects.filter(({ type }) => type === "note")
        .map(({ id }) => id);
    expect(notes([leadOf("a1")])).toEqual(notes([leadOf("a1", { state: "strengthened", summary: "more" })]));
  });

  // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "urn:sharewatch"))'
  it("its ids are those of RFC 9562, version 5", () => {
    expect(uuid5("urn:sharewatch", "6ba7b811-9dad-11d1-80b4-00c04fd430c8")).toBe(
      "79b20819-c7c5-5d42-bd92-70d910701c9b",
    );
  });

  it("a night without flags is a report without any, still valid", () => {
    expect(read([]).objects.map(({ type }) => type)).toEqual(["identity", "marking-definition", "report"]);
  });

  it("nothing is called an indicator, a sighting, an incident or a threat actor", () => {
    expect(read(flags).objects.map(({ type }) => type)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/indicator|sighting|incident|threat-actor|malware/)]),
    );
  });
});

describe("hostile names", () => {
  it("come back to the letter from both files, and no markup stands in them", () => {
    const hostile = HOSTILE.map((text, index) =>
      leadOf(text, { rank: index + 1, flag_id: `L-${index}`, summary: text }),
    );
    const ocsf = findingsOcsf(report(hostile));
    expect(lines(ocsf).map(({ message }) => message)).toEqual([...HOSTILE]);
    expect(ocsf.split("\n")).toHaveLength(HOSTILE.length + 1);
    expect(ocsf + findingsStix(report(hostile))).not.toMatch(/[<>&\u2028\u2029]/);
  });
});

describe("tags of techniques", () => {
  it("stand on detectors and rules that there are", () => {
    const known = [...detectors.map(({ id }) => id), ...rules.map(({ id }) => id)];
    expect(TAGGED.filter((id) => !known.includes(id))).toEqual([]);
  });

  const LIST = sharedPath("oracles/insider_threat_ttp/insider-threat-ttp-kb.csv");
  it.skipIf(missing(LIST, "the list of insider techniques"))("are of the list, under its own titles", () => {
    const rows = readFileSync(LIST ?? "", "utf8")
      .split(/\r?\n/)
      .map((line) => line.split(",").slice(0, 2).join());
    const tags = resembling(TAGGED).map(({ id, name }) => `${id},${name}`);
    expect(tags.length).toBeGreaterThan(5);
    expect(tags.filter((tag) => !rows.includes(tag))).toEqual([]);
  });
});

// Europe/Paris goes from +01:00 to +02:00 on 29 March 2026: that day has 23 hours.
it("a day on which the clocks change has its own length", () => {
  expect(dayBounds("2026-03-29", "Europe/Paris")).toEqual({
    begin: "2026-03-28T23:00:00.000Z",
    end: "2026-03-29T22:00:00.000Z",
  });
});
