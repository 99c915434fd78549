import { migrate } from "../data/store/migrate.js";
import { Store } from "../data/store/store.js";
import { newFolder } from "./folder.js";

/** A real store in memory, with the whole schema; `readable` are folders that statements may read. */
export async function openMemory(readable: readonly string[] = []): Promise<Store> {
  const store = await Store.open(":memory:", newFolder(), { thread_count: 2, memory_mib: 2048, readable });
  await migrate(store);
  return store;
}
