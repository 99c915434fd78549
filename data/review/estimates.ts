import { z } from "zod";
import type { Store } from "../store/store.js";

const PRECISION = /* sql */ `
  SELECT detector, stratum, confirmed_count, decided_count, undetermined_count, nominal, estimate, low, high,
    order_factor, expires_on
  FROM precision_estimate
  WHERE night = $night::DATE
  ORDER BY detector, stratum
`;

const DETECTION = /* sql */ `
  SELECT quantity, value, low, high, sampled_count, note
  FROM detection_estimate
  WHERE night = $night::DATE
  ORDER BY quantity
`;

/** What decisions on a detector's leads in a stratum say: a share with its interval, and how far it orders tonight's list. */
export const precisionShape = z.object({
  detector: z.string(),
  stratum: z.string(),
  confirmed_count: z.number(),
  decided_count: z.number(),
  undetermined_count: z.number(),
  /** Shares 0 to 1: what the price says, and what it and the decisions say together, with a 90 % interval. */
  nominal: z.number(),
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  /** Factor of priority, from a half to two; 1 changes nothing. */
  order_factor: z.number(),
  /** The day from which the oldest of these decisions no longer counts. */
  expires_on: z.string().nullable(),
});

/** What the audit says of the list as a whole: a share or a number of cases with its interval; null where nothing is known. */
export const detectionShape = z.object({
  quantity: z.string(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  sampled_count: z.number(),
  note: z.string(),
});

export type PrecisionShown = Readonly<z.infer<typeof precisionShape>>;
export type DetectionShown = Readonly<z.infer<typeof detectionShape>>;

/** A night's estimates of how many leads of each kind are useful, by detector and stratum. */
export async function precisionOn(store: Store, night: string): Promise<PrecisionShown[]> {
  return store.rows(PRECISION, precisionShape, { night });
}

/** A night's estimates of what the list finds and misses, from decisions on listed leads and on cases shown blind. */
export async function detectionOn(store: Store, night: string): Promise<DetectionShown[]> {
  return store.rows(DETECTION, detectionShape, { night });
}
