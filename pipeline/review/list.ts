import type { Flag } from "../../data/flag.js";
import { type Standing, standings, UNDECIDED } from "../../data/review/history.js";
import { type Journal, readJournal } from "../../data/review/journal.js";
import type { Workspace } from "../../data/workspace.js";
import { PublishedFlags } from "./published.js";

/** A flag as it was last published, and how it stands with the reviewers. */
export interface ReviewedFlag {
  readonly flag: Flag;
  readonly standing: Standing;
}

/** All that there is to review and was reviewed; latest night first, then by queue and rank. */
export interface ReviewList {
  readonly flags: readonly ReviewedFlag[];
  /** Flags with decisions that stand in no published night: of an installation's earlier reports. */
  readonly unpublished: readonly { readonly flag_id: string; readonly standing: Standing }[];
  readonly faults: Journal["faults"];
}

const QUEUE_ORDER = { leads: 1, exceptions: 2, audit: 3 } as const;

/** The list of a workspace, from its published nights and its journal alone. */
export function reviewList(workspace: Workspace): ReviewList {
  const journal = readJournal(workspace.journal);
  const decided = standings(journal.kept);
  const published = new PublishedFlags(workspace).all();
  const flags = [...published.values()].map(([flag]) => ({ flag, standing: decided.get(flag.flag_id) ?? UNDECIDED }));
  return {
    flags: flags.sort(
      ({ flag: a }, { flag: b }) =>
        (a.night < b.night ? 1 : a.night > b.night ? -1 : 0) ||
        QUEUE_ORDER[a.queue] - QUEUE_ORDER[b.queue] ||
        a.rank - b.rank,
    ),
    unpublished: [...decided]
      .filter(([flag_id]) => !published.has(flag_id))
      .map(([flag_id, standing]) => ({ flag_id, standing })),
    faults: journal.faults,
  };
}
