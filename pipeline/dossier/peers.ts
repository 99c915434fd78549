import { z } from "zod";
import type { PeerGroup } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import type { Person } from "./directory.js";

/** Peers by behaviour: as many as a unit has members, so that both groups have about the same weight to the eye. */
const ALIKE_MAX = 15;

/** What the same detector saw of others tonight, in the same unit; counts of a day are read where it looked at another unit. */
const TONIGHT = /* sql */ `
  SELECT
    entity_id,
    CASE $unit
      WHEN 'acts in the day' THEN actor_day.act_count
      WHEN 'views in the day' THEN actor_day.view_count
      WHEN 'downloads in the day' THEN actor_day.download_count
      WHEN 'different objects in the day' THEN actor_day.object_count
      ELSE CASE WHEN verdict.unit = $unit THEN verdict.observed END
    END::DOUBLE AS observed
  FROM verdict
  LEFT JOIN actor_day ON verdict.entity_type = 'actor' AND actor_day.actor_id = verdict.entity_id
    AND actor_day.day = $night::DATE
  WHERE verdict.night = $night::DATE AND verdict.detector = $detector AND verdict.entity_type = $entity_type
    AND verdict.status = 'scored' AND verdict.entity_id <> $entity_id
  ORDER BY entity_id
`;

/** Those whose last 60 days went to the same collections: the cosine of their counts. Source: Salton & McGill 1983. */
const ALIKE = /* sql */ `
  WITH opened AS (
    SELECT actor_id, collection, sum(access_count)::DOUBLE AS access_count
    FROM actor_collection_day
    WHERE day BETWEEN $night::DATE - 60 AND $night::DATE - 1
    GROUP BY actor_id, collection
  ),
  length AS (SELECT actor_id, sqrt(sum(access_count * access_count)) AS length FROM opened GROUP BY actor_id)
  SELECT other.actor_id, sum(own.access_count * other.access_count) / any_value(length.length) AS likeness
  FROM opened AS own
  JOIN opened AS other USING (collection)
  JOIN length ON length.actor_id = other.actor_id
  WHERE own.actor_id = $entity_id AND other.actor_id <> $entity_id
  GROUP BY other.actor_id
  ORDER BY likeness DESC, other.actor_id
  LIMIT $alike_max::INTEGER
`;

const tonightShape = z.object({ entity_id: z.string(), observed: z.number().nullable() });

/** The flag's figure tonight among others': of the same unit and role, of the same collections, or all of its kind. */
export async function peersOf(store: Store, flag: Flag, directory: ReadonlyMap<string, Person>): Promise<PeerGroup[]> {
  const { detector, entity_type, entity_id, night, unit } = flag;
  if (unit === null || flag.queue === "exceptions") return [];
  const rows = await store.rows(TONIGHT, tonightShape, { detector, entity_type, entity_id, night, unit });
  const seen = new Map(rows.flatMap(({ entity_id, observed }) => (observed === null ? [] : [[entity_id, observed]])));
  if (entity_type !== "actor")
    return seen.size === 0
      ? []
      : [{ by: "directory", label: `every other ${entity_type}`, value: null, observed: sorted([...seen.values()]) }];
  const own = directory.get(entity_id);
  const alike = await store.rows(ALIKE, z.object({ actor_id: z.string() }), { entity_id, night, alike_max: ALIKE_MAX });
  const valuesOf = (ids: readonly string[]) => sorted(ids.flatMap((id) => seen.get(id) ?? []));
  const among = (column: "unit" | "role"): PeerGroup[] => {
    const value = own?.[column] ?? null;
    if (value === null) return [];
    const ids = [...directory.values()].filter((one) => one[column] === value).map(({ actor_id }) => actor_id);
    return [{ by: "directory", label: `the same ${column}`, value, observed: valuesOf(ids) }];
  };
  const behaviour: PeerGroup = {
    by: "behaviour",
    label: "those who open the same collections",
    value: null,
    observed: valuesOf(alike.map(({ actor_id }) => actor_id)),
  };
  return [...among("unit"), ...among("role"), behaviour];
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
