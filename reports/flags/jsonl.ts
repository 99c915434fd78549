import { type Flag, flagShape } from "../../data/flag.js";
import { jsonInScript } from "../border/json.js";

/** flags.jsonl: one flag a line, its fields in the contract's order; a reader in a browser finds no markup in it. */
export function flagsJsonl(flags: readonly Flag[]): string {
  return flags.map((flag) => `${jsonInScript(flagShape.parse(flag))}\n`).join("");
}
