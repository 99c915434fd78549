import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Flag } from "../../data/flag.js";
import type { Workspace } from "../../data/workspace.js";
import { flagsJsonl } from "../../reports/flags/jsonl.js";

/** A lead of one person on one night; what a test does not care about is filled in. */
export function leadOf(entity_id: string, changes: Partial<Flag> = {}): Flag {
  const night = changes.night ?? "2026-05-01";
  return {
    flag_id: `L-${night}-${entity_id}`,
    night,
    queue: "leads",
    rank: 1,
    state: "new",
    detector: "volume-surge",
    detectors: [
      {
        detector: "volume-surge",
        p_value: 1e-5,
        observed: 94,
        expected: 20,
        interval: [6, 38],
        unit: "events",
        summary: "94 events where 20 are usual",
      },
    ],
    entity_type: "actor",
    entity_id,
    related: [],
    first_day: night,
    last_day: night,
    p_value: 1e-5,
    observed: 94,
    expected: 20,
    interval: [6, 38],
    unit: "events",
    question: "Did this person open far more than they usually do?",
    summary: "94 events where 20 are usual",
    innocent_explanations: [{ explanation: "a declared exercise", holds: "unknown", detail: "no exercises feed" }],
    would_refute: ["a request that covers the events"],
    event_ids: ["e1", "e2"],
    event_count: 2,
    ...changes,
  };
}

/** Puts a night's flags where a run would have published them. */
export function publishFlags(workspace: Workspace, night: string, flags: readonly Flag[]): void {
  mkdirSync(join(workspace.reports, night), { recursive: true });
  writeFileSync(join(workspace.reports, night, "flags.jsonl"), flagsJsonl(flags));
}
