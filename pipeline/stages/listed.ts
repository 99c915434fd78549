import type { Flag } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

/** Puts flags into the lists of their nights that are ranked without surprise and consequence: exceptions, and leads withdrawn. */
export async function listUnweighed(store: Store, flags: readonly Flag[]): Promise<void> {
  await insertRows(
    store,
    "flag_night",
    flags.map((flag) => ({
      night: flag.night,
      flag_id: flag.flag_id,
      rank: flag.rank,
      state: flag.state,
      last_day: flag.last_day,
      p_value: flag.p_value,
      is_confirmed_tier: false,
      priority: null,
      criteria: null,
      content: JSON.stringify(flag),
    })),
  );
}
