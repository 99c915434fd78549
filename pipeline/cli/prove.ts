import { Command } from "commander";
import { PipelineError } from "../../data/errors.js";
import { proofOf } from "../verify/proof.js";
import { subjectOf } from "../verify/subject.js";
import { EXIT } from "./options.js";
import { printJson } from "./output.js";

/** `sharewatch prove`: that one delivery was read for a night, for somebody who may not see the others. */
export function proveCommand(exit: (status: number) => void): Command {
  return new Command("prove")
    .summary("prove to somebody who may not see the manifest that one delivery was read for a night")
    .description(
      "Prints a proof as JSON: it names this delivery alone. Whoever has it checks it with sharewatch verify PROOF --key PUB.pem,\nand the delivery's bytes with --feeds.",
    )
    .argument("<dir>", "the folder of a night or period")
    .argument("<path>", "the delivery, as the manifest names it: access/portal.csv")
    .option("--workspace <dir>", "the ledger; the folder around DIR where not given")
    .action((dir: string, path: string, { workspace }: { workspace?: string }) => {
      const subject = subjectOf(dir, workspace ?? null);
      const [folder] = subject.folders;
      if (subject.is_whole || folder === undefined) throw new PipelineError("usage", `not one night or period: ${dir}`);
      if (subject.workspace === null) throw new PipelineError("usage", "no workspace is seen: give --workspace DIR");
      printJson(proofOf(folder, path, subject.workspace));
      exit(EXIT.done);
    });
}
