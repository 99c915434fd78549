import type { Store } from "../../data/store/store.js";
import { Unreadable } from "./decode.js";
import { parquetLayout } from "./parquet.js";
import type { Plan } from "./plan.js";

/** A plan with the columns of Parquet, which only the engine can tell; without a whole footer the file is refused. */
export async function settled(store: Store, plan: Plan): Promise<Plan> {
  if (plan.kind !== "read" || plan.layout.kind !== "parquet") return plan;
  try {
    const layout = await parquetLayout(store, plan.prepared.plain);
    return {
      ...plan,
      layout,
      head: { ...plan.head, header: layout.columns.map(({ name }) => name) },
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { prepared } = plan;
    return {
      kind: "refused",
      found: prepared.found,
      prepared,
      file_digest: prepared.file_digest,
      reason: error.message,
    };
  }
}
