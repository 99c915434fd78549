import { createHash } from "node:crypto";
import { pino } from "pino";
import type { Account } from "../../data/review/accounts.js";
import type { Role } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";
import type { SecretEffects } from "../../pipeline/effects.js";
import { setAccount } from "../../pipeline/review/accounts.js";
import { reviewApp } from "../../pipeline/review/web/app.js";

/** The least cost that an account may have: tests sign in often. */
const COST = 2 ** 14;

export const PASSWORD = "correct horse battery";
export const HOST = "127.0.0.1:8470";

/** A clock that is set by hand and secrets that follow from a count. */
export class Hands implements SecretEffects {
  readonly pid = 1;
  readonly host = "here";
  #count = 0;
  constructor(public at = "2026-05-02T08:00:00.000Z") {}
  now(): string {
    return this.at;
  }
  later(seconds: number): void {
    this.at = new Date(Date.parse(this.at) + seconds * 1000).toISOString();
  }
  secret(byteCount: number): Uint8Array {
    this.#count += 1;
    return createHash("sha256").update(`secret ${this.#count}`).digest().subarray(0, byteCount);
  }
}

export function newApp(workspace: Workspace, effects: SecretEffects) {
  const log = pino({ level: "silent" });
  return reviewApp(
    { workspace, marking: "EXAMPLE", hosts: new Set([HOST]), isSecure: false, cost: COST, log },
    effects,
  );
}

export async function addAccount(
  workspace: Workspace,
  effects: SecretEffects,
  account: Pick<Account, "name"> & { readonly role?: Role; readonly actor_id?: string },
): Promise<void> {
  const { name, role = "reviewer", actor_id = null } = account;
  await setAccount(workspace, { name, role, actor_id, password: PASSWORD }, effects, { cost: COST });
}

/** A browser as far as the application can tell: it keeps its cookie and sends forms with their token. */
export class Visitor {
  cookie = "";
  constructor(readonly app: ReturnType<typeof newApp>) {}

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#kept(await this.app.request(path, { headers: { host: HOST, cookie: this.cookie, ...headers } }));
  }

  async post(
    path: string,
    sent: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const token = sent.token ?? (await this.token(path));
    const body = new URLSearchParams({ ...sent, token }).toString();
    const own = { host: HOST, origin: `http://${HOST}`, "content-type": "application/x-www-form-urlencoded" };
    return this.#kept(
      await this.app.request(path, { method: "POST", body, headers: { ...own, cookie: this.cookie, ...headers } }),
    );
  }

  /** The token in the forms of a page. */
  async token(path: string): Promise<string> {
    const page = await (await this.get(path)).text();
    return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? (path === "/leave" ? "" : this.token("/leave"));
  }

  async signIn(name: string, password = PASSWORD): Promise<Response> {
    return this.post("/enter", { act: "enter", name, password });
  }

  decide(flag: string, changes: Readonly<Record<string, string>> = {}): Promise<Response> {
    const sent = { act: "decide", reading: "first", disposition: "data error", reason: "the clock was off" };
    return this.post(`/flag/${flag}`, { ...sent, ...changes });
  }

  #kept(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(";")[0] ?? "";
    return response;
  }
}
