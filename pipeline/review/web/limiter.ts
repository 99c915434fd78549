/** Failed sign-ins within which nothing is held back, for one name and for all of them, in a quarter of an hour. */
const PER_NAME = 5;
const IN_ALL = 50;
const WINDOW_MS = 15 * 60_000;

/** Names that are remembered at once. */
const NAMES_MAX = 1_000;

/** Holds back guessing: a name after a few failures, everybody after many. Counts failures alone. */
export class LoginLimiter {
  readonly #failures = new Map<string, number[]>();

  /** Whether a sign-in under this name may be tried now, milliseconds since 1970. */
  allows(name: string, now_ms: number): boolean {
    for (const [known, times] of this.#failures) {
      const recent = times.filter((time) => now_ms - time < WINDOW_MS);
      if (recent.length === 0) this.#failures.delete(known);
      else this.#failures.set(known, recent);
    }
    const all = [...this.#failures.values()].reduce((sum, { length }) => sum + length, 0);
    return (this.#failures.get(name)?.length ?? 0) < PER_NAME && all < IN_ALL;
  }

  failed(name: string, now_ms: number): void {
    if (this.#failures.size >= NAMES_MAX && !this.#failures.has(name)) return;
    this.#failures.set(name, [...(this.#failures.get(name) ?? []), now_ms]);
  }

  succeeded(name: string): void {
    this.#failures.delete(name);
  }
}
