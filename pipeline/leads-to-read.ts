import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Day } from "../data/days.js";
import { type Flag, flagShape } from "../data/flag.js";
import type { Workspace } from "../data/workspace.js";

/** A lead as a command names it: where to read it, and what it asks. */
export interface LeadToRead {
  readonly night: Day;
  readonly entity: string;
  readonly question: string;
  readonly summary: string;
  readonly file: string;
}

/** The rarest leads of some nights, each episode once, on the night on which it was rarest. */
export function leadsToRead(workspace: Workspace, nights: readonly Day[], count: number): LeadToRead[] {
  const rarest = new Map<string, Flag>();
  for (const night of nights)
    for (const flag of publishedFlags(workspace, night)) {
      const known = rarest.get(flag.flag_id);
      if (flag.queue === "leads" && (known === undefined || (flag.p_value ?? 1) < (known.p_value ?? 1)))
        rarest.set(flag.flag_id, flag);
    }
  return [...rarest.values()]
    .sort((a, b) => (a.p_value ?? 1) - (b.p_value ?? 1) || (a.flag_id < b.flag_id ? -1 : 1))
    .slice(0, count)
    .map(({ night, entity_type, entity_id, question, summary }) => ({
      night,
      entity: `${entity_type} ${entity_id}`,
      question,
      summary,
      file: join(workspace.reports, night, "flags.html"),
    }));
}

/** The flags of a published night, from its own file; none where the night was not published. */
export function publishedFlags(workspace: Workspace, night: Day): Flag[] {
  const file = join(workspace.reports, night, "flags.jsonl");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => flagShape.parse(JSON.parse(line)));
}
