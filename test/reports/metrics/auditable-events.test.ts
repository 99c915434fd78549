import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AUDITABLE_EVENTS } from "../../../reports/metrics/auditable-events.js";
import { missing, sharedPath } from "../../shared.js";

const file = sharedPath("oracles/ics500_27/events.json");

// ICS 500-27 by its headings in public conformance pages.
describe.skipIf(missing(file, "auditable events"))("the auditable events", () => {
  const shape = z.object({ events: z.array(z.object({ event: z.string() })) });

  it("are the 29 of the list, each in its place by the first letters of a word of it", () => {
    const { events } = shape.parse(JSON.parse(readFileSync(file ?? "", "utf8")));
    expect(AUDITABLE_EVENTS).toHaveLength(29);
    expect(events).toHaveLength(29);
    const stems = events.map(({ event }) => event.split("_").map((word) => word.slice(0, 4)));
    const apart = AUDITABLE_EVENTS.filter(
      ({ event }, place) => !stems[place]?.some((stem) => stem.length === 4 && event.includes(stem)),
    );
    expect(apart).toEqual([]);
  });
});
