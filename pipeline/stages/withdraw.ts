import { type Flag, flagShape, type InnocentExplanation } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import type { Withdrawn } from "./late-nights.js";
import { listUnweighed } from "./listed.js";

/** What a lead says that an earlier night gave, once all its records were there. */
export function cameLate(summary: string, judged_on: string): string {
  return `Records of ${judged_on} came only now, and that night was judged again: ${summary}`;
}

/** What a lead says of which late records leave nothing. */
function takenBack(summary: string): string {
  return `Withdrawn: records that came late make this ordinary. It was listed for: ${summary}`;
}

function cameSince(day: string): InnocentExplanation {
  return {
    explanation: "Records that were missing came later",
    holds: "yes",
    detail: `with them, ${day} is not unusual`,
  };
}

/** Puts leads that late records take away at the end of tonight's list, each with its reason. */
export async function withdraw(
  store: Store,
  gone: readonly Withdrawn[],
  { night, listed_count }: { readonly night: string; readonly listed_count: number },
): Promise<void> {
  const flags = gone.map(({ content, p_value }, index): Flag => {
    const last = flagShape.parse(JSON.parse(content));
    const rank = listed_count + index + 1;
    return {
      ...{ ...last, night, rank, p_value },
      state: "withdrawn",
      summary: takenBack(last.summary),
      innocent_explanations: [cameSince(last.last_day), ...last.innocent_explanations],
    };
  });
  await listUnweighed(store, flags);
}
