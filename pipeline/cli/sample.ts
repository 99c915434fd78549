import { Command } from "commander";
import { writeSample } from "../../data/sample/index.js";
import { EXIT } from "./options.js";
import { print } from "./output.js";

/** `sharewatch sample`: writes the fictional feeds. */
export function sampleCommand(exit: (status: number) => void): Command {
  return new Command("sample")
    .summary("write a small, seeded, fictional set of feeds to try things on")
    .argument("<dir>", "folder to write: DIR/feeds for the pipeline, DIR/truth for what is planted in them")
    .action(async (dir: string) => {
      const sample = await writeSample(dir);
      print(
        `${sample.events} events of ${sample.actors} people and accounts, ${sample.first_day} to ${sample.last_day}`,
        `feeds: ${sample.feeds}`,
        `what is planted in them: ${sample.truth}`,
        `next: sharewatch run --feeds ${sample.feeds} --night ${sample.last_day}`,
      );
      exit(EXIT.done);
    });
}
