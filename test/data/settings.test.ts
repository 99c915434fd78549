import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSettings, parseSettings } from "../../data/settings/load.js";
import { settingsSchema } from "../../data/settings/schema.js";
import { newFolder } from "../folder.js";

const mistake = (text: string): string => {
  try {
    parseSettings(text, "s.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  return "no mistake found";
};

describe("settings", () => {
  it("an empty file gives the stated defaults", () => {
    const settings = parseSettings("", "s.yaml");
    expect(settings.home).toEqual({ nation: "XHM", time_zone: "UTC" });
    expect(settings.price.expected_false_leads_per_night).toBe(0.25);
  });

  it("a mistake is named by file, line and key, and says what would be right", () => {
    expect(mistake("home:\n  nation: XHM\n  time_zone: Europe/Pari\n")).toBe(
      "settings not usable:\n  s.yaml:3: home.time_zone: not an IANA time zone; write it like Europe/Paris",
    );
    expect(mistake("store:\n  thread_count: 0\n")).toContain("s.yaml:2: store.thread_count: Too small");
    expect(mistake("sources:\n  - name: a\n    files: a/*\n    format: csv\n")).toContain(
      "s.yaml:4: sources.0.format:",
    );
  });

  it("an unknown key is refused, with the keys that are known there", () => {
    expect(mistake("home:\n  zone: UTC\n")).toBe(
      "settings not usable:\n  s.yaml:2: home.zone: no such setting; known here: nation, time_zone",
    );
    expect(mistake("hme: {}\n")).toContain("s.yaml:1: hme: no such setting; known here: home, sources");
  });

  it("broken YAML, a repeated key and a flood of aliases are refused", () => {
    expect(mistake("home: [\n")).toMatch(/s\.yaml:\d+: /);
    expect(mistake("home: {}\nhome: {}\n")).toMatch(/s\.yaml:2: Map keys must be unique/);
    expect(() =>
      parseSettings("a: &a [x]\nb: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n", "s.yaml"),
    ).toThrow();
  });

  it("the order of keys does not change the digest; a value does", () => {
    const digest = (file: URL): string => loadSettings(file.pathname, null).digest;
    const folder = new URL("./settings/", import.meta.url);
    expect(digest(new URL("one.yaml", folder))).toBe(digest(new URL("reordered.yaml", folder)));
    expect(digest(new URL("one.yaml", folder))).not.toBe(digest(new URL("other.yaml", folder)));
  });

  it("the published JSON Schema is the one that the shape gives", () => {
    const published = readFileSync(new URL("../../data/settings/settings.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(published)).toEqual(JSON.parse(settingsSchema()));
  });

  it("where the signing key lies has no part in the digest, and half a character has no form to be digested in", () => {
    const file = join(newFolder(), "settings.yaml");
    const digestOf = (text: string): string => {
      writeFileSync(file, text);
      return loadSettings(file, null).digest;
    };
    expect(digestOf("signing: {key: /mnt/key.pem}\n")).toBe(digestOf(""));
    expect(() => digestOf('report: {marking: "\\uD800"}\n')).toThrow("settings not usable: a text is no Unicode");
  });
});
