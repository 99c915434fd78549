import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../data/review/journal.js";
import { counted } from "../../data/words.js";
import { type Check, checker } from "./check.js";
import type { Examined } from "./folder.js";

/** The reviewers' journal as a folder knew it: so many lines, the last of them with this digest, none changed before. */
export function checkJournal({ name, standing }: Examined, workspace: string | null): Check[] {
  if (standing === null) return [];
  const { holds, fails, unasked } = checker(name);
  const { lines, head } = standing.manifest.journal;
  if (workspace === null) return [unasked("journal of decisions", "no workspace is seen: give --workspace DIR")];
  const path = join(workspace, "review", "decisions.jsonl");
  const { digests, faults } = readJournal(path);
  const present = digests.length - 1;
  if (present < lines)
    return [
      fails(
        "journal of decisions",
        existsSync(path)
          ? `cut off: ${counted(present, "line")}, it had ${lines}`
          : `gone: it had ${counted(lines, "line")}`,
      ),
    ];
  if (digests[lines] !== head)
    return [fails("journal of decisions", `changed: line ${lines} is not the one that was known`)];
  const [fault] = faults.filter(({ line }) => line <= lines);
  if (fault !== undefined) return [fails("journal of decisions", `line ${fault.line}: ${fault.reason}`)];
  return [
    holds("journal of decisions", lines === 0 ? "no decision counted yet" : `${counted(lines, "line")} as known then`),
  ];
}
