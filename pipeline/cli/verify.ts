import { Command, Option } from "commander";
import { readPublicKey } from "../../data/integrity/signing-key.js";
import { counted } from "../../data/words.js";
import type { Effects } from "../effects.js";
import { progressTo } from "../progress.js";
import type { Check } from "../verify/check.js";
import { verify } from "../verify/verify.js";
import { EXIT } from "./options.js";
import { print, printJson } from "./output.js";

interface VerifyWords {
  readonly key: readonly string[];
  readonly feeds?: string;
  readonly workspace?: string;
  readonly config: readonly string[];
  readonly noted: readonly string[];
  readonly recompute?: true;
  readonly json?: true;
}

const HELP = `
DIR is the folder of one night or period, WORKSPACE/reports with all of them, or WORKSPACE.

Without --key the signature is checked by the key that lies beside it: that shows that nothing was changed since it was
signed, but not by whom. Take the public key from the installation by another way, and give it with --key.

--recompute stages what the manifest lists, no more, and runs every publication before it again, offline, in a folder for
temporary files that is removed afterwards; it takes as long as those nights did. Deliveries are found by their digests
anywhere below --feeds, so an archive will do. It needs the settings (--config where they are not FEEDS/settings.yaml),
and the workspace's journal where decisions had been made.

Exit status: 0 all that was checked holds; 1 something does not hold; 2 wrong command line; 3 something that was asked for
could not be checked.`;

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `sharewatch verify`: checks published folders against their manifest, signature, ledger and inputs. */
export function verifyCommand(effects: Effects, exit: (status: number) => void): Command {
  return new Command("verify")
    .summary("check published nights: signature, digests, ledger; --recompute derives every figure again")
    .description(
      "Checks what was published, one line for each thing that was looked at. Writes nothing where it looks.",
    )
    .argument("<dir>", "the folder of a night or period, or WORKSPACE/reports")
    .addOption(
      new Option("--key <file>", "public key (PEM) that must have signed; several times: one of them")
        .argParser(several)
        .default([]),
    )
    .option("--feeds <dir>", "the feeds, or an archive of what was delivered: compared with the manifest")
    .option("--workspace <dir>", "ledger and journal; the folder around DIR where not given")
    .addOption(
      new Option("--config <file>", "settings of then, for --recompute; several times where they changed")
        .argParser(several)
        .default([]),
    )
    .addOption(
      new Option(
        "--noted <file>",
        "a copy of WORKSPACE/ledger.dsse.json kept elsewhere: nothing before it may have changed",
      )
        .argParser(several)
        .default([]),
    )
    .option("--recompute", "derive every figure again and compare byte for byte")
    .option("--json", "the checks, as one JSON object")
    .addHelpText("after", HELP)
    .action(async (folder: string, words: VerifyWords) => {
      const checks = await verify(
        {
          folder,
          keys: words.key.map(readPublicKey),
          feeds: words.feeds ?? null,
          workspace: words.workspace ?? null,
          configs: words.config,
          noted: words.noted,
          recompute: words.recompute ?? false,
        },
        effects,
        progressTo(process.stderr),
      );
      const status = statusOf(checks);
      if (words.json) printJson({ status, checks });
      else print(...checks.map(told), summed(checks));
      exit(status);
    });
}

/** What does not hold weighs more than what could not be checked. */
export function statusOf(checks: readonly Check[]): number {
  if (checks.some(({ result }) => result === "does not hold")) return EXIT.failed;
  return checks.some(({ is_missed }) => is_missed) ? EXIT.incomplete : EXIT.done;
}

/** `3 checks hold, 0 do not, 1 was not made`: the last line, for whoever reads no other. */
export function summed(checks: readonly Check[]): string {
  const count = (wanted: Check["result"]) => checks.filter(({ result }) => result === wanted).length;
  const [held, open] = [count("holds"), count("not checked")];
  return `${counted(held, "check holds", "checks hold")}, ${count("does not hold")} do not, ${counted(open, "was not made", "were not made")}`;
}

function told({ folder, what, result, detail }: Check): string {
  return `${result}: ${folder === null ? "" : `${folder}: `}${what}: ${detail}`;
}
