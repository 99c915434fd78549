import type { Item } from "./material.js";
import type { Actor } from "./people.js";

export type StepName =
  | "requested"
  | "risk_assessed"
  | "rights_reviewed"
  | "approved"
  | "denied"
  | "withdrawn"
  | "released"
  | "received"
  | "used"
  | "corrected"
  | "reviewed"
  | "destroyed";

export interface Step {
  readonly step: StepName;
  readonly at: number;
  readonly actor: Actor;
  readonly rule: string | null;
}

export type Tier = "routine" | "priority" | "immediate";

/** Target hours by tier, fictional: ten days, three days, one day. */
export const TIERS: Readonly<Record<Tier, number>> = { routine: 240, priority: 72, immediate: 24 };

/** One sharing request with its steps in the order in which they happened. `key` becomes an id once all are known. */
export interface SharingRequest {
  readonly key: string;
  readonly partner: string;
  readonly tier: Tier;
  readonly purpose: string;
  readonly agreement: string;
  readonly basis: string;
  readonly item: Item;
  readonly steps: readonly Step[];
}

export function stepOf(request: SharingRequest, name: StepName): Step | undefined {
  return request.steps.find(({ step }) => step === name);
}
