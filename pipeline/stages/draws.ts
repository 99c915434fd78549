import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { AUDITED_SHARE } from "./suppress.js";

/** Days over which the weekly audit cases are spread, each with the same chance. */
export const WEEK_DAYS = 7;

const FORGET = /* sql */ `DELETE FROM audit_draw WHERE night = $night::DATE`;

/**
 * Notes with which chance each case of tonight's audit was drawn: the first `random_count` from the unflagged, each with
 * `probability` (the week's cases over its seven days and tonight's candidates), the rest from what suppressions hid.
 */
export async function keepDraws(
  store: Store,
  night: string,
  drawn: readonly { readonly flag_id: string }[],
  { random_count, probability }: { readonly random_count: number; readonly probability: number },
): Promise<void> {
  await store.run(FORGET, { night });
  await insertRows(
    store,
    "audit_draw",
    drawn.map(({ flag_id }, index) =>
      index < random_count
        ? { night, flag_id, frame: "unflagged", inclusion_probability: Math.min(1, probability) }
        : { night, flag_id, frame: "suppressed", inclusion_probability: AUDITED_SHARE },
    ),
  );
}
