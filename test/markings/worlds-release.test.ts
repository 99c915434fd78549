import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Reading } from "../../data/markings/model.js";
import { parseMarking } from "../../data/markings/parse.js";
import { decideRelease } from "../../data/markings/release.js";
import { type ReleaseTerms, releaseActionOf } from "../../data/markings/release-case.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import { missing, sharedPath } from "../shared.js";

const HOME = "XHM";
const worlds = sharedPath("worlds");

/** Rows of a CSV text by column name; the worlds quote only markings, and no quoted cell holds a quote or a line end. */
function rows(text: string): Record<string, string>[] {
  const [head, ...lines] = text.split("\n").filter((line) => line !== "");
  const names = (head ?? "").split(",");
  return lines.map((line) => {
    const cells = line.includes('"') ? (line.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? []) : line.split(",");
    return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? "").replaceAll('"', "")]));
  });
}

interface Tally {
  readonly combinations: number;
  readonly answers: Map<string, number>;
  readonly denied: { readonly event_id: string; readonly clause: string }[];
}

/** Every successful access with a partner, decided once for each distinct combination. */
function decideWorld(world: string): Tally {
  const feed = (name: string) => rows(readFileSync(sharedPath(`worlds/${world}/feeds/${name}.csv`) ?? "", "utf8"));
  const originators = new Map(feed("objects").map((row) => [row.object_id ?? "", row.originator ?? null]));
  const agreements = feed("agreements");
  const termsOn = (partner: string, day: string): ReleaseTerms | "none" => {
    const held = agreements.find(
      (row) => row.partner === partner && (row.valid_from ?? "") <= day && (row.valid_to ?? "") >= day,
    );
    return held === undefined
      ? "none"
      : { max_classification: held.max_classification ?? null, collections: (held.collections ?? "").split(";") };
  };
  const readings = new Map<string, Reading>();
  const decided = new Map<string, ReturnType<typeof decideRelease>>();
  const answers = new Map<string, number>();
  const denied: { event_id: string; clause: string }[] = [];
  const folder = sharedPath(`worlds/${world}/feeds/access`) ?? "";
  for (const file of readdirSync(folder)) {
    for (const row of rows(gunzipSync(readFileSync(`${folder}/${file}`)).toString("utf8"))) {
      const { partner = "", marking = "", object_id = "", collection = "", event_id = "", event_time = "" } = row;
      const action = releaseActionOf(row.action ?? "");
      if (partner === "" || object_id === "" || action === null || row.outcome !== "success") continue;
      const day = event_time.slice(0, 10);
      const key = [marking, partner, day, action, object_id].join("|");
      const reading = readings.get(marking) ?? parseMarking(marking, SHIPPED_POLICY, HOME);
      readings.set(marking, reading);
      const decision =
        decided.get(key) ??
        decideRelease(
          {
            reading,
            recipient: partner,
            day,
            action,
            originator: originators.get(object_id) ?? null,
            collection,
            consents: null,
            agreement: termsOn(partner, day),
          },
          SHIPPED_POLICY,
          HOME,
        );
      decided.set(key, decision);
      answers.set(decision.answer, (answers.get(decision.answer) ?? 0) + 1);
      if (decision.answer === "deny") denied.push({ event_id, clause: decision.clause ?? "" });
    }
  }
  return { combinations: decided.size, answers, denied };
}

describe.skipIf(missing(worlds, "worlds"))("release decisions over a world's partner accesses", () => {
  it("the quiet world holds none that is denied or undetermined", () => {
    const { answers, combinations } = decideWorld("quiet");
    expect([...answers.keys()]).toEqual(["permit"]);
    expect(combinations).toBeGreaterThan(10_000);
  });

  it("in the busy world every denial was planted, and every planted release beyond a marking is denied by its list", () => {
    const { answers, denied } = decideWorld("busy");
    expect(answers.get("undetermined")).toBeUndefined();
    const planted = new Map(
      rows(readFileSync(sharedPath("worlds/busy/truth/injected.csv") ?? "", "utf8")).map((row) => [
        row.event_id ?? "",
        row.scenario ?? "",
      ]),
    );
    const kinds = denied.map(({ event_id, clause }) =>
      [(planted.get(event_id) ?? "nothing").replace(/-\d+$/, ""), clause].join(" by "),
    );
    const expected = ["lapsed_agreement by agreement", "onward by release_list", "releasability by release_list"];
    expect([...new Set(kinds)].filter((kind) => !expected.includes(kind))).toEqual([]);
    expect(kinds.filter((kind) => kind === "releasability by release_list")).toHaveLength(
      [...planted.values()].filter((scenario) => scenario.startsWith("releasability")).length,
    );
  });
});
