import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type { z } from "zod";
import { PipelineError } from "../errors.js";
import { canonicalJson } from "../integrity/canonical.js";
import { type Settings, settingsShape } from "./shape.js";

/** Settings and the SHA-256 of their canonical form (RFC 8785): two files that mean the same have the same digest. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly digest: string;
  /** The file they came from, or null where the defaults stand alone. */
  readonly file: string | null;
}

/**
 * The settings of an installation: the file named, else FEEDS/settings.yaml, else the defaults.
 *
 * @throws PipelineError `settings_invalid`, its message one line a mistake: `file:line: key: what is wrong; what would be right`
 */
export function loadSettings(file: string | null, feeds: string | null): LoadedSettings {
  const path = file ?? conventional(feeds);
  if (path === null) return loaded(settingsShape.parse({}), null);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PipelineError("settings_unreadable", `settings not readable: ${path}`, { file: path }, { cause });
  }
  return loaded(parseSettings(text, path), path);
}

/** Settings from the text of a YAML file; `path` only names it in errors. */
export function parseSettings(text: string, path: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    strict: true,
    uniqueKeys: true,
    lineCounter: lines,
  });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    throw invalid([`${path}:${line}: ${broken.message.split("\n")[0]}`], path);
  }
  const result = settingsShape.safeParse(document.toJS({ maxAliasCount: 16 }) ?? {});
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => {
    const offset = offsetOf(document.contents, issue);
    return `${path}:${lines.linePos(offset).line}: ${describe(issue)}`;
  });
  throw invalid(mistakes, path);
}

function conventional(feeds: string | null): string | null {
  if (feeds === null) return null;
  const path = join(feeds, "settings.yaml");
  return existsSync(path) ? path : null;
}

/** Where the signing key lies says nothing about what is judged, and differs between machines: it has no part in the digest. */
function loaded(settings: Settings, file: string | null): LoadedSettings {
  const { signing: _, ...judged } = settings;
  return { settings, digest: createHash("sha256").update(canonicalOf(judged, file)).digest("hex"), file };
}

function canonicalOf(settings: unknown, file: string | null): string {
  try {
    return canonicalJson(settings);
  } catch (cause) {
    throw new PipelineError("settings_invalid", "settings not usable: a text is no Unicode", { file }, { cause });
  }
}

function invalid(mistakes: readonly string[], file: string): PipelineError {
  return new PipelineError("settings_invalid", `settings not usable:\n  ${mistakes.join("\n  ")}`, { file });
}

function describe(issue: z.core.$ZodIssue): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(issue.path);
    return `${[...issue.path, issue.keys[0]].join(".")}: no such setting; known here: ${known.join(", ")}`;
  }
  return `${key === "" ? "settings" : key}: ${issue.message}`;
}

/** The keys that stand at a path of the shape, for the hint of an unknown one. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let at: unknown = settingsShape;
  for (const step of path) {
    at = unwrapped(at);
    const shape = (at as { shape?: Record<string, unknown>; element?: unknown }) ?? {};
    at = typeof step === "number" ? shape.element : shape.shape?.[String(step)];
  }
  return Object.keys((unwrapped(at) as { shape?: object } | undefined)?.shape ?? {});
}

function unwrapped(type: unknown): unknown {
  const inner = (type as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? type : unwrapped(inner);
}

function offsetOf(root: ParsedNode | null, issue: z.core.$ZodIssue): number {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue.path;
  let node: unknown = root;
  let offset = root?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(isNode(item.key) ? item.key.toJSON() : item.key) === step);
      if (pair === undefined) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else {
      node = (node as { items?: readonly unknown[] } | null)?.items?.[Number(step)];
      if (isNode(node) && node.range) offset = node.range[0];
    }
  }
  return offset;
}
