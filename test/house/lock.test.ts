import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Locked {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

it("the lock file has an entry for every platform's package, so that `npm ci` works on all of them", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as Locked;
  const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
    Object.keys(optionalDependencies ?? {}),
  );
  const absent = wanted.filter(
    (name) =>
      !Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`)) && !name.includes("wasm32"),
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(absent).toEqual([]);
});
