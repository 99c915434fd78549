import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { firstDifference } from "../../pipeline/verify/compare.js";
import { copyOf, faultsOf } from "./installation.js";
import { FIRST, type Lived, liveTwoNights, SECOND } from "./two-nights.js";

let lived: Lived;

beforeAll(async () => {
  lived = await liveTwoNights();
});

describe("a published folder from a stranger", () => {
  it("hostile figures and flags are compared without harm", () => {
    const deep = `{"metrics":[{"id":"x","slice":{},"value":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`;
    const plain = '{"metrics":[{"id":"x","slice":{},"value":1}]}';
    expect(firstDifference("metrics.json", deep, plain)).toContain("published what cannot be told, derived 1");
    expect(firstDifference("metrics.json", "{", plain)).toBe("line 1");
    expect(firstDifference("metrics.json", '{"metrics":[]}', plain)).toBe(
      "figure x {}: derived again, and not published",
    );
    expect(firstDifference("flags.jsonl", '{"flag_id":"a","rank":2}\n', '{"flag_id":"a","rank":1}\n')).toBe(
      "flag a: rank: published 2, derived 1",
    );
    expect(firstDifference("flags.csv", "a\nb\n", "a\nc\n")).toBe("line 2");
  });

  it("a manifest that holds no Unicode text is refused", async () => {
    const workspace = copyOf(lived.workspace);
    const file = join(workspace.reports, SECOND, "manifest.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"nation":"', '"nation":"\\ud800'));
    expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("no Unicode text");
  });

  it.each(["2026-02-30", "9999-99", "0000", "2026-Q5", "..", "2026-05-01/.."])(
    "a manifest of %s, which is no night and no period, is refused",
    async (name) => {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace(`"name":"${FIRST}"`, `"name":${JSON.stringify(name)}`));
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("not a night or a period");
    },
  );

  it("a manifest whose names lead out of their folders is refused", async () => {
    for (const name of ["../flags.csv", "/etc/passwd", ".hidden", "a/b", ""]) {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"name":"flags.csv"', `"name":${JSON.stringify(name)}`));
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("not the name of a file here");
    }
    for (const path of ["../actors.csv", "/actors.csv", "access/../../x", "a//b", "."]) {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(`"path":"access/vault-${FIRST}.csv"`, `"path":${JSON.stringify(path)}`),
      );
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("leads out of the feeds folder");
    }
  });
});
