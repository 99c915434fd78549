import { hostname } from "node:os";

/** The clock and the machine, as arguments: the one place where the real ones are read. */
export interface Effects {
  /** The present instant, ISO 8601 in UTC. */
  now(): string;
  readonly pid: number;
  readonly host: string;
}

/** The real clock and machine. */
export const realEffects: Effects = {
  now: () => new Date().toISOString(),
  pid: process.pid,
  host: hostname(),
};
