import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const ROOMS = ["data", "detectors", "pipeline", "reports", "test"];
const PAPERS = ["CHANGELOG.md", "DECISIONS.md", "LICENSE", "README.md", "SECURITY.md"];
const BUILD = ["package-lock.json", "package.json", "tsconfig.json"];

it("nothing lies at the top but the rooms, the papers and what builds them", () => {
  const tracked = execFileSync("git", ["ls-files"], { cwd: import.meta.dirname + "/../..", encoding: "utf8" });
  const top = [...new Set(tracked.split("\n").map((path) => path.split("/")[0] ?? ""))];
  expect(top.filter((name) => name !== "" && !name.startsWith(".")).sort()).toEqual(
    [...ROOMS, ...PAPERS, ...BUILD].sort(),
  );
});
