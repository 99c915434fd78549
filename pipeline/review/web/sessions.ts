import { createHash } from "node:crypto";
import type { SecretEffects } from "../../effects.js";

/** Minutes without a request after which a session is over, and hours after which it is over in any case. Source: OWASP
 * Session Management Cheat Sheet, 15 to 30 minutes for data of high value; a working day. */
const IDLE_MS = 20 * 60_000;
const LIFE_MS = 10 * 3_600_000;

/** A session takes a new id this often; the id before is good for requests that were under way. */
const ROTATE_MS = 15 * 60_000;
const GRACE_MS = 30_000;

/** Sessions at once, those before the sign-in included: beyond it the longest idle one ends. */
const SESSIONS_MAX = 500;

const ID_BYTES = 32;

/** What the server knows of a browser; kept in memory alone, so that a restart signs everybody out. */
export interface Session {
  /** Null before the sign-in. */
  readonly account: string | null;
  /** What every form of this session carries. */
  readonly token: string;
  readonly opened_ms: number;
  rotated_ms: number;
  seen_ms: number;
  undoable: { readonly decision_id: string; readonly flag_id: string; readonly disposition: string } | null;
  /** When each flag was last opened, ISO 8601. */
  readonly opened_flags: Map<string, string>;
}

const digest = (id: string): string => createHash("sha256").update(id, "utf8").digest("hex");

/** The sessions of a server. Ids are kept as digests: what is in memory opens nothing. */
export class Sessions {
  readonly #sessions = new Map<string, { readonly session: Session; until_ms: number }>();
  constructor(private readonly effects: SecretEffects) {}

  /** Opens a session and gives the id for its cookie. */
  open(account: string | null): { readonly id: string; readonly session: Session } {
    const now = this.#now();
    this.#forget(now);
    const session: Session = {
      account,
      token: this.#secret(),
      opened_ms: now,
      rotated_ms: now,
      seen_ms: now,
      undoable: null,
      opened_flags: new Map(),
    };
    const id = this.#secret();
    this.#sessions.set(digest(id), { session, until_ms: Number.POSITIVE_INFINITY });
    return { id, session };
  }

  /** The session of a cookie, or null where it is unknown or over; `id` is the new one where it was time for one. */
  find(id: string): { readonly session: Session; readonly id: string } | null {
    const now = this.#now();
    const found = this.#sessions.get(digest(id));
    if (found === undefined) return null;
    const { session } = found;
    if (now > found.until_ms || now - session.seen_ms > IDLE_MS || now - session.opened_ms > LIFE_MS) {
      this.#sessions.delete(digest(id));
      return null;
    }
    session.seen_ms = now;
    if (found.until_ms !== Number.POSITIVE_INFINITY || now - session.rotated_ms <= ROTATE_MS) return { session, id };
    session.rotated_ms = now;
    found.until_ms = now + GRACE_MS;
    const next = this.#secret();
    this.#sessions.set(digest(next), { session, until_ms: Number.POSITIVE_INFINITY });
    return { session, id: next };
  }

  /** Ends a session under every id it has. */
  close(session: Session): void {
    for (const [key, one] of this.#sessions) if (one.session === session) this.#sessions.delete(key);
  }

  #forget(now: number): void {
    for (const [key, { session, until_ms }] of this.#sessions)
      if (now > until_ms || now - session.seen_ms > IDLE_MS) this.#sessions.delete(key);
    if (this.#sessions.size < SESSIONS_MAX) return;
    const [idlest] = [...this.#sessions].sort(
      ([, { session: a }], [, { session: b }]) =>
        Number(a.account !== null) - Number(b.account !== null) || a.seen_ms - b.seen_ms,
    );
    if (idlest !== undefined) this.#sessions.delete(idlest[0]);
  }

  #now(): number {
    return Date.parse(this.effects.now());
  }

  #secret(): string {
    return Buffer.from(this.effects.secret(ID_BYTES)).toString("base64url");
  }
}
