import { Command, InvalidArgumentError } from "commander";
import { writeSample } from "../../data/sample/index.js";
import { EXIT } from "./options.js";
import { print } from "./output.js";

/** What may be chosen about a sample; left out where not given. */
interface Choice {
  readonly seed?: number;
  readonly actors?: number;
  readonly days?: number;
  readonly rate?: number;
  readonly quiet?: true;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("write a number.");
  return value;
}

/** `sharewatch sample`: writes the fictional feeds. */
export function sampleCommand(exit: (status: number) => void): Command {
  return new Command("sample")
    .summary("write a small, seeded, fictional set of feeds to try things on")
    .argument("<dir>", "folder to write: DIR/feeds for the pipeline, DIR/truth for what is planted in them")
    .option("--seed <number>", "another seed gives other people, days and patterns (default 7)", number)
    .option("--actors <number>", "people and service accounts, 80 to 2000 (default 120)", number)
    .option("--days <number>", "length, 60 to 360 (default 80); the last 30 are judged", number)
    .option("--rate <number>", "multiplies everybody's daily work (default 1)", number)
    .option("--quiet", "plant no pattern")
    .action(async (dir: string, { quiet, ...sizes }: Choice) => {
      const sample = await writeSample(dir, { ...sizes, planted: quiet !== true });
      print(
        `${sample.events} events of ${sample.actors} people and accounts, ${sample.first_day} to ${sample.last_day}`,
        `feeds: ${sample.feeds}`,
        `what is planted in them: ${sample.truth}`,
        `next: sharewatch run --feeds ${sample.feeds} --night ${sample.last_day}`,
      );
      exit(EXIT.done);
    });
}
