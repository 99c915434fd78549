import { z } from "zod";
import type { ShareRule } from "./share.js";

/** Parameters that every detector of shares has; a card may give others defaults of its own. */
export const shareParams = {
  history_nights: z
    .int()
    .min(14)
    .max(90)
    .default(90)
    .describe("Nights of baseline before the window: a quarter, so that a change of post is learnt within it."),
  peer_trials: z
    .number()
    .positive()
    .default(20)
    .describe("Weight of the peers' share, in trials: a day's work, so that two weeks outweigh the peers."),
  share_min: z
    .number()
    .positive()
    .max(0.5)
    .default(5e-4)
    .describe("Least share believed of anyone: one act in 2,000 is never impossible, however clean the past."),
  dispersion_min: z
    .number()
    .positive()
    .max(0.5)
    .default(0.002)
    .describe(
      "Least correlation of the acts of one night: shares that differ by a twentieth of their spread are no finding.",
    ),
};

/** The rules of a share over several windows, each ending tonight. */
export function rulesOf(windows: readonly number[], chosen: Omit<ShareRule, "window_nights">): ShareRule[] {
  const { history_nights, peer_trials, share_min, dispersion_min } = chosen;
  return windows.map((window_nights) => ({
    window_nights,
    history_nights,
    peer_trials,
    share_min,
    dispersion_min,
    ...(chosen.dispersion_prior === undefined ? {} : { dispersion_prior: chosen.dispersion_prior }),
  }));
}
