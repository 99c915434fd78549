import { expect, it } from "vitest";
import { z } from "zod";
import { inOrder } from "../../detectors/cases/in-order.js";
import { openMemory } from "../store.js";

it("lists are sorted together, from the largest key down, and a case in order stays as it is", () => {
  const shape = inOrder(
    { entity_id: z.string(), nights_ago: z.array(z.number()), hours: z.array(z.number()), counts: z.array(z.number()) },
    ["nights_ago", "hours"],
  );
  const row = { entity_id: "a", nights_ago: [0, 3, 0], hours: [7, 5, 9], counts: [1, 2, 3] };
  const sorted = { entity_id: "a", nights_ago: [3, 0, 0], hours: [5, 9, 7], counts: [2, 3, 1] };
  expect(shape.parse(row)).toEqual(sorted);
  expect(shape.parse(sorted)).toEqual(sorted);
});

it("the lists that one aggregation makes are aligned, on as many threads as there are", async () => {
  const store = await openMemory();
  const { count } = await store.row(
    `SELECT count(*) AS count FROM (
       SELECT unnest(a) AS a, unnest(b) AS b
       FROM (SELECT list(n) AS a, list(-n) AS b FROM range(2000000) numbers(n) GROUP BY n % 300)
     ) WHERE a <> -b`,
    z.object({ count: z.number() }),
  );
  expect(count).toBe(0);
});
