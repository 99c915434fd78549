import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settingsShape } from "../../../data/settings/shape.js";
import { classicalOf } from "../../../reports/metrics/cards/classical.js";
import { openContext, periodOf } from "../../../reports/metrics/engine.js";
import { classicalSet } from "../../../reports/metrics/methods/classical-set.js";
import { CALENDAR_DAYS } from "../../../reports/metrics/methods/day-count.js";
import { dayNumber, isoDate } from "../../../reports/metrics/methods/working-calendar.js";
import { NIGHT, step, worldOf } from "./world.js";

const lives = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.option(fc.nat(150))), {
  minLength: 1,
  maxLength: 30,
});

describe("the classical set of the store's requests", () => {
  it("is the one that the reference computes from the same dates", { timeout: 60_000 }, async () => {
    const period = periodOf(NIGHT);
    await fc.assert(
      fc.asyncProperty(lives, async (drawn) => {
        const requests = drawn.map(([ago, days], index) => {
          const made = dayNumber(NIGHT) - ago;
          const done = days === null || made + days > dayNumber(NIGHT) ? null : isoDate(made + days);
          return { id: `R${index}`, received: isoDate(made), completed: done };
        });
        const sharing_step = requests.flatMap(({ id, received, completed }) => [
          step(id, "requested", `${received}T08:00:00Z`),
          ...(completed === null ? [] : [step(id, "denied", `${completed}T09:00:00Z`)]),
        ]);
        const store = await worldOf({ sharing_step });
        const context = await openContext(store, period, settingsShape.parse({}));
        const {
          basis: _basis,
          oldest: _oldest,
          ...expected
        } = classicalSet(requests, { ...period, count: CALENDAR_DAYS });
        expect(classicalOf(context, {}).set).toEqual(expected);
        store.close();
      }),
      { numRuns: 15, seed: 1 },
    );
  });
});
