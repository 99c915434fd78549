import { randomBytes } from "node:crypto";
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

/** The effects of a program that keeps secrets: chance that nobody can guess, beside the clock. */
export interface SecretEffects extends Effects {
  /** Bytes from the operating system's generator. */
  secret(byteCount: number): Uint8Array;
}

/** The real ones. */
export const realSecretEffects: SecretEffects = { ...realEffects, secret: (byteCount) => randomBytes(byteCount) };
