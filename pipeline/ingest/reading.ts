import type { Seals } from "./seals.js";
import type { IngestSettings } from "./settings.js";

/** What every step of one reading shares. */
export interface Reading {
  /** Folder of the feeds, absolute and without symbolic links. */
  readonly feeds: string;
  readonly night: string;
  readonly settings: IngestSettings;
  readonly seals: Seals;
  /** A folder of this reading's own, for its owner only. */
  readonly tmp: string;
  readonly progress: (step: string, done: number, total: number) => void;
}
