import { z } from "zod";
import { canonicalJson } from "../../data/integrity/canonical.js";

/** Characters of a value in a difference: enough to tell two figures apart. */
const VALUE_MAX = 160;

const figureShape = z.object({ id: z.string(), slice: z.record(z.string(), z.unknown()) }).loose();
const metricsShape = z.object({ metrics: z.array(figureShape) });
const flagShape = z.object({ flag_id: z.string() }).loose();
type Fields = Readonly<Record<string, unknown>>;

/**
 * Where a published file first differs from the one derived again: for figures and flags the one that is meant, the field
 * and both values; for all else the line. Both texts differ.
 */
export function firstDifference(name: string, published: string, derived: string): string {
  const told =
    name === "metrics.json"
      ? inFigures(published, derived)
      : name === "flags.jsonl"
        ? inFlags(published, derived)
        : null;
  return told ?? inLines(published, derived);
}

function inFigures(published: string, derived: string): string | null {
  return inRecords(figuresOf(published), figuresOf(derived), ({ id, slice }) => `figure ${String(id)} ${said(slice)}`);
}

function inFlags(published: string, derived: string): string | null {
  return inRecords(flagsOf(published), flagsOf(derived), ({ flag_id }) => `flag ${String(flag_id)}`);
}

/** The first record, in the published order, that the other list has otherwise or not; then the first that only it has. */
function inRecords(
  published: readonly Fields[] | null,
  derived: readonly Fields[] | null,
  nameOf: (record: Fields) => string,
): string | null {
  if (published === null || derived === null) return null;
  const others = new Map(derived.map((record) => [nameOf(record), record]));
  for (const record of published) {
    const other = others.get(nameOf(record));
    if (other === undefined) return `${nameOf(record)}: published, and not derived again`;
    const field = [...new Set([...Object.keys(record), ...Object.keys(other)])].find(
      (key) => said(record[key]) !== said(other[key]),
    );
    if (field !== undefined)
      return `${nameOf(record)}: ${field}: published ${said(record[field])}, derived ${said(other[field])}`;
  }
  const names = new Set(published.map(nameOf));
  const missing = derived.find((record) => !names.has(nameOf(record)));
  return missing === undefined ? null : `${nameOf(missing)}: derived again, and not published`;
}

/** A value of a file that anybody may have written: what has no canonical form, or is nested without end, is not told. */
function said(value: unknown): string {
  let text: string;
  try {
    text = value === undefined ? "nothing" : canonicalJson(value);
  } catch {
    return "what cannot be told";
  }
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
}

function figuresOf(text: string): Fields[] | null {
  try {
    return metricsShape.parse(JSON.parse(text)).metrics;
  } catch {
    return null;
  }
}

function flagsOf(text: string): Fields[] | null {
  try {
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => flagShape.parse(JSON.parse(line)));
  } catch {
    return null;
  }
}

function inLines(published: string, derived: string): string {
  const [one, other] = [published.split("\n"), derived.split("\n")];
  const at = one.findIndex((line, index) => line !== other[index]);
  const line = at === -1 ? one.length : at;
  return `line ${line + 1}`;
}
