import { Command } from "commander";
import { PipelineError } from "../../data/errors.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { foldNow } from "../review/fold.js";
import {
  endSuppression,
  type KeptSuppression,
  SUPPRESSION_DAYS_MAX,
  suppress,
  suppressions,
} from "../review/suppressions.js";
import { readStatus } from "../status.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, warn } from "./output.js";

interface SuppressOptions extends Installation {
  readonly owner?: string;
  readonly reason?: string;
  readonly detector?: string;
  readonly entity?: string;
  readonly stratum?: string;
  readonly until?: string;
  readonly end?: string;
  readonly list?: true;
}

const HELP = `
A suppression keeps leads from the list, never from the record: each one hidden is entered in a ledger, and one in twenty
of the hidden episodes is put to reviewers among the cases drawn at random.`;

/** `sharewatch suppress`: keeps leads of a stated scope from the list for a stated time, ends that early, or lists it. */
export function suppressCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("suppress"))
    .summary(
      "keep leads of a scope from the list, with an owner, a reason and a last day; or list what is kept from it",
    )
    .option("--owner <name>", "who answers for it")
    .option("--reason <text>", "why")
    .option("--detector <id>", "leads that this detector contributes most to")
    .option("--entity <type:id>", "leads about this one, as actor:A1234")
    .option("--stratum <words>", "leads of this group, as `status --json` names them")
    .option("--until <date>", `its last day, within ${SUPPRESSION_DAYS_MAX} days`)
    .option("--end <id>", "end this suppression now; needs --owner and --reason")
    .option("--list", "every suppression, and how many leads it has hidden")
    .addHelpText("after", HELP)
    .action(async (options: SuppressOptions) => {
      const workspace = openWorkspace(options.workspace);
      const { settings } = loadSettings(options.config ?? null, options.feeds);
      if (options.list) {
        const hidden = new Map(
          readStatus(workspace)?.feedback?.hidden.map((one) => [one.suppression_id, one.lead_count]),
        );
        print(...suppressions(workspace).map((one) => told(one, hidden.get(one.id) ?? 0)));
        exit(EXIT.done);
        return;
      }
      const { owner, reason, until, end } = options;
      if (owner === undefined || reason === undefined)
        throw new PipelineError("usage", "a suppression needs --owner and --reason");
      const now = effects.now();
      if (end !== undefined) {
        endSuppression(workspace, { suppression_id: end, by: owner, reason }, now);
        print(`suppression ${end} ended`);
      } else {
        if (until === undefined) throw new PipelineError("usage", "a suppression needs a last day: --until DATE");
        const [entity_type = null, ...rest] = options.entity?.split(":") ?? [];
        const scope = {
          detector: options.detector ?? null,
          entity_type,
          entity_id: entity_type === null ? null : rest.join(":"),
          stratum: options.stratum ?? null,
        };
        const id = suppress(
          workspace,
          { ...scope, owner, reason, starts_on: now.slice(0, 10), expires_on: until },
          now,
        );
        print(`suppression ${id}, until ${until}`);
      }
      if (!(await foldNow(workspace, settings, effects))) warn("the next run takes this into the store");
      exit(EXIT.done);
    });
}

function told({ id, suppression, ended }: KeptSuppression, hidden: number): string {
  const { detector, entity_type, entity_id, stratum, owner, reason, starts_on, expires_on } = suppression;
  const scope = [detector, entity_id === null ? null : `${entity_type} ${entity_id}`, stratum].filter(
    (one) => one !== null,
  );
  const end = ended === null ? "" : `; ended ${ended.at.slice(0, 10)} by ${ended.by}: ${ended.reason}`;
  return `${id}  ${starts_on} to ${expires_on}  ${scope.join(", ")}  hid ${hidden} leads  ${owner}: ${reason}${end}`;
}
