import { features } from "../../data/features/index.js";
import type { Settings } from "../../data/settings/shape.js";
import { bindNamed } from "../../data/store/named.js";
import type { Store } from "../../data/store/store.js";

const FORGET_TOUCHED = /* sql */ `DELETE FROM touched_day`;

/**
 * Brings the feature tables in line with all that was read since they last were, in one transaction. Cost follows the
 * touched days, not the history.
 */
export async function buildFeatures(store: Store, settings: Settings): Promise<void> {
  const values = { home_time_zone: settings.home.time_zone };
  await store.transaction(async () => {
    for (const { statements } of features)
      for (const statement of statements) await store.run(statement, bindNamed(statement, values));
    await store.run(FORGET_TOUCHED);
  });
}
