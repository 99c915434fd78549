import { z } from "zod";
import type { Store } from "../../data/store/store.js";

const DIRECTORY = /* sql */ `
  SELECT actor_id, any_value(unit) AS unit, any_value(role) AS role
  FROM actor
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  GROUP BY actor_id
  ORDER BY actor_id
`;

const personShape = z.object({ actor_id: z.string(), unit: z.string().nullable(), role: z.string().nullable() });

/** Somebody as the directory knew them. */
export type Person = z.infer<typeof personShape>;

/** The directory as it was known on a night, by actor: read once for all flags. */
export async function directoryOf(store: Store, night: string): Promise<ReadonlyMap<string, Person>> {
  const people = await store.rows(DIRECTORY, personShape, { night });
  return new Map(people.map((person) => [person.actor_id, person]));
}
