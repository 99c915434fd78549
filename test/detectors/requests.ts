import { addDays, type Day } from "../../data/days.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { TONIGHT } from "./world.js";

/** One sharing request of a small world; hours are those from the request. */
export interface TestRequest {
  readonly id: string;
  readonly partner: string;
  readonly tier: string;
  readonly purpose: string;
  readonly day: Day;
  readonly hour: number;
  readonly assessed_hours: number;
  readonly decided_hours: number;
  readonly approver: string;
}

export const PARTNERS = ["XAR", "XBE", "XCA", "XDO"];
const PURPOSES = ["rescue", "border", "maritime"];
const uniform = (...key: (string | number)[]) => hashUniform(["request", ...key.map(String)]);

/** Three requests a day and partner over 180 days; assessed and decided after an exponential wait of 12 and 24 hours each. */
export function ordinaryRequests(change: (request: TestRequest) => TestRequest = (request) => request): TestRequest[] {
  return PARTNERS.flatMap((partner) =>
    Array.from({ length: 180 }, (_, back) => addDays(TONIGHT, -back)).flatMap((day) =>
      [0, 1, 2].map((i): TestRequest => {
        const draw = (what: string) => uniform(partner, day, i, what);
        const assessed_hours = -12 * Math.log(draw("assessed"));
        return change({
          id: `R-${partner}-${day}-${i}`,
          partner,
          tier: draw("tier") < 0.7 ? "routine" : "priority",
          purpose: PURPOSES[Math.floor(draw("purpose") * PURPOSES.length)] ?? "rescue",
          day,
          hour: draw("hour") * 23.9,
          assessed_hours,
          decided_hours: assessed_hours - 24 * Math.log(draw("decided")),
          approver: `B${Math.floor(draw("approver") * 4)}`,
        });
      }),
    ),
  );
}

/** Puts requests into the store: their steps, each release four hours after the decision, and an item back for each. */
export async function putRequests(store: Store, requests: readonly TestRequest[]): Promise<void> {
  const steps = requests.flatMap((request) => {
    const start = Date.parse(`${request.day}T00:00:00Z`) + request.hour * 3_600_000;
    const at = (hours: number) => new Date(start + hours * 3_600_000).toISOString();
    const step = (name: string, hours: number, actor_id: string) => ({
      known_from: "2025-01-01",
      known_until: null,
      request_id: request.id,
      step: name,
      happened_at: at(hours),
      actor_id,
      partner: request.partner,
      tier: request.tier,
      purpose: request.purpose,
    });
    return [
      step("requested", 0, "A1"),
      step("risk_assessed", request.assessed_hours, "A2"),
      step("approved", request.decided_hours, request.approver),
      step("released", request.decided_hours + 4, "A3"),
    ];
  });
  await insertRows(store, "sharing_step", steps);
  await insertRows(
    store,
    "object",
    requests.map(({ id, partner, day }) => ({
      known_from: "2025-01-01",
      known_until: null,
      object_id: `O-${id}`,
      collection: "ALPHA",
      originator: partner,
      marking: "SECRET",
      created_at: day,
    })),
  );
}
