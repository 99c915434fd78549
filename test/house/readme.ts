import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { detectors } from "../../detectors/index.js";
import { rules } from "../../detectors/rules/index.js";

/** From the sources two folders up, from what is built of them three. */
const README =
  [new URL("../../README.md", import.meta.url), new URL("../../../README.md", import.meta.url)].find((file) =>
    existsSync(file),
  ) ?? "README.md";

/** What stands between `<!-- NAME -->` and `<!-- /NAME -->` in the README, made from the cards. */
const PARTS: Readonly<Record<string, () => string>> = {
  detectors: () =>
    rows(
      ["detector", "about", "question", "status"],
      detectors.map(({ id, entity, question, status }) => [`\`${id}\``, entity, question, status]),
    ),
  rules: () =>
    rows(
      ["rule", "question", "why", "source"],
      rules.map(({ id, question, why, source }) => [`\`${id}\``, question, why, source]),
    ),
};

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** A README with its generated parts as the cards have them. */
export function withGenerated(readme: string): string {
  return Object.entries(PARTS).reduce(
    (text, [name, made]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`),
        (_whole, begin: string, end: string) => begin + made() + end,
      ),
    readme,
  );
}

/** The README as it stands. */
export function readme(): string {
  return readFileSync(README, "utf8");
}

if (process.argv[2] === "write") writeFileSync(README, withGenerated(readme()));
