import type { Reading } from "./model.js";
import { parseMarking } from "./parse.js";
import { type MarkingSetting, validateMarking } from "./validate.js";

/** Reads a line and judges it: `parseMarking`, then `validateMarking` on what could be read; findings in that order. */
export function readMarking(text: string, setting: MarkingSetting): Reading {
  const reading = parseMarking(text, setting.policy, setting.home);
  if (reading.marking === null) return reading;
  return { ...reading, findings: [...reading.findings, ...validateMarking(reading.marking, setting, reading.spans)] };
}
