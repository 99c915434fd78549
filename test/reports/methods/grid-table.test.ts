import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDays } from "../../../reports/metrics/local-days.js";
import { eventTable } from "../../../reports/metrics/methods/durations.js";
import { gridTable } from "../../../reports/metrics/methods/grid-table.js";

const waits = fc.array(fc.tuple(fc.nat(500), fc.nat(3)), { maxLength: 80 });

describe("risk sets on a grid", () => {
  it("are those of the sorted waits", () => {
    fc.assert(
      fc.property(waits, (drawn) => {
        const step = Int32Array.from(drawn, ([time]) => time);
        const cause = Uint8Array.from(drawn, ([, each]) => each);
        const exit = Float64Array.from(step, (each) => each * 0.25);
        expect(gridTable(step, cause, 3, 0.25)).toEqual(eventTable({ exit, cause }, 3));
      }),
    );
  });

  it("refuse a cause that there is not", () => {
    expect(() => gridTable(Int32Array.of(1), Uint8Array.of(4), 3, 1)).toThrow("cause unknown: 4");
  });
});

/** What the platform's own calendar says of an instant: the local date, in days since 1970. */
function dayByIntl(instant: number, timeZone: string): number {
  const written = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return Date.parse(`${written.format(instant)}T00:00:00Z`) / 86_400_000;
}

describe("local days", () => {
  it.each(["UTC", "Europe/Paris", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"])(
    "in %s are those of the platform's own calendar, through changes of clock",
    (zone) => {
      const from = Date.parse("2026-03-20T00:00:00Z");
      const instants = Float64Array.from({ length: 800 }, (_, hour) => from + hour * 3_600_000 - (hour % 2));
      expect([...localDays(instants, zone)]).toEqual([...instants].map((instant) => dayByIntl(instant, zone)));
    },
  );

  it("leave what is unknown unknown", () => expect([...localDays(Float64Array.of(Number.NaN), "UTC")]).toEqual([NaN]));
});
