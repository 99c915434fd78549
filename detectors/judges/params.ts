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

/** Parameters that every detector of counts has. */
export const countParams = {
  history_nights: z
    .int()
    .min(14)
    .max(103)
    .default(90)
    .describe("Nights of baseline: a quarter, so that a change of post is learnt within it."),
  prior_nights: z
    .number()
    .positive()
    .default(4)
    .describe("Weight of the peers' mean, in nights: a new account is its peers, after a week mostly itself."),
  rest_prior_events: z
    .number()
    .positive()
    .default(10)
    .describe(
      "Weight of the peers' rest-day factor, in expected events: few have worked enough weekends to know their own.",
    ),
  dispersion_prior_nights: z
    .number()
    .positive()
    .default(20)
    .describe("Weight of the peers' spread between nights, in nights: a variance needs a month to be known."),
  dispersion_min: z
    .number()
    .positive()
    .default(0.02)
    .describe(
      "Least spread between nights, as 1 / size: no one's days vary by less than a seventh; the floor of the effect's size.",
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
