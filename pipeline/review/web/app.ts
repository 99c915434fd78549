import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Logger } from "pino";
import { isDay } from "../../../data/days.js";
import { type Account, readAccounts } from "../../../data/review/accounts.js";
import type { Workspace } from "../../../data/workspace.js";
import { route } from "../../../reports/border/route.js";
import type { Rendered } from "../../../reports/review/frame.js";
import type { SecretEffects } from "../../effects.js";
import { isPassword, SCRYPT_COST } from "../passwords.js";
import { type Desk, decideSent, noteLook, type Sent, undoSent } from "./deciding.js";
import { guard } from "./guard.js";
import { Library } from "./library.js";
import { LoginLimiter } from "./limiter.js";
import { type Session, Sessions } from "./sessions.js";
import { endSent, maySuppress, suppressSent } from "./suppressing.js";
import * as views from "./views.js";

/** Bytes of a form: the longest reason, each character at its largest, and the rest. */
const FORM_BYTES_MAX = 64 * 1024;

/** What the application is made with. */
export interface AppOptions {
  readonly workspace: Workspace;
  readonly marking: string;
  /** `host:port` under which browsers may name it. */
  readonly hosts: ReadonlySet<string>;
  /** Whether it is reached over TLS. */
  readonly isSecure: boolean;
  /** The cost at which an unknown name is checked; that of the accounts. */
  readonly cost?: number;
  /** Sign-ins, refusals and faults are told here; never a password, a token or a reason. */
  readonly log: Pick<Logger, "info" | "warn" | "error">;
}

interface Signed {
  readonly session: Session;
  readonly account: Account | null;
}
type Env = { Variables: Signed };

/**
 * The review application: the decisions of `sharewatch review` for readers with accounts. It reads published nights and
 * the journal and appends to the journal; it opens no store.
 */
export function reviewApp(options: AppOptions, effects: SecretEffects): Hono<Env> {
  const { workspace, marking, isSecure, log, cost = SCRYPT_COST } = options;
  const library = new Library(workspace);
  const sessions = new Sessions(effects);
  const limiter = new LoginLimiter();
  const cookie = isSecure ? "__Host-session" : "session";
  const app = new Hono<Env>();

  const keep = (context: Context<Env>, id: string): void =>
    setCookie(context, cookie, id, { httpOnly: true, sameSite: "Strict", path: "/", secure: isSecure });
  const send = (
    context: Context<Env>,
    { markup, policy }: Rendered,
    status: 200 | 400 | 403 | 404 | 409 | 429 = 200,
  ) => {
    context.header("Content-Security-Policy", policy);
    return context.html(markup, status);
  };
  const view = (context: Context<Env>, account: Account): views.Looking => ({
    marking,
    library,
    account,
    session: context.var.session,
  });
  const signedIn = (context: Context<Env>): Account => {
    const { account } = context.var;
    if (account === null) throw new Error("a page was asked for before the sign-in");
    return account;
  };
  const desk = (context: Context<Env>): Desk => {
    const account = signedIn(context);
    return { workspace, library, account, session: context.var.session, now: effects.now() };
  };

  app.use(guard(options));
  app.get("/favicon.ico", (context) => context.body(null, 204));
  app.use(bodyLimit({ maxSize: FORM_BYTES_MAX, onError: (context) => context.text("too long\n", 413) }));
  app.use(async (context, next) => {
    const found = sessions.find(getCookie(context, cookie) ?? "");
    const { session, id } = found ?? sessions.open(null);
    if (id !== getCookie(context, cookie)) keep(context, id);
    const account =
      readAccounts(workspace.accounts).find(({ name, closed_at }) => name === session.account && closed_at === null) ??
      null;
    context.set("session", session);
    context.set("account", account);
    if (account === null && context.req.path !== "/enter") return context.redirect("/enter", 303);
    await next();
  });

  app.get("/enter", (context) =>
    context.var.account === null
      ? send(context, views.signIn(marking, context.var.session.token, null))
      : context.redirect("/nights", 303),
  );
  app.post("/enter", async (context) => {
    const sent = await fields(context);
    const { session } = context.var;
    if (sent.token !== session.token) return send(context, views.signIn(marking, session.token, STALE), 403);
    const [name, now_ms] = [sent.name ?? "", Date.parse(effects.now())];
    if (!limiter.allows(name, now_ms)) return send(context, views.signIn(marking, session.token, TOO_MANY), 429);
    const account = readAccounts(workspace.accounts).find((one) => one.name === name && one.closed_at === null);
    if (!(await isPassword(sent.password ?? "", account?.secret ?? null, cost))) {
      limiter.failed(name, now_ms);
      log.warn({ name }, "sign-in failed");
      return send(context, views.signIn(marking, session.token, WRONG), 403);
    }
    limiter.succeeded(name);
    log.info({ name }, "signed in");
    sessions.close(session);
    keep(context, sessions.open(name).id);
    return context.redirect("/nights", 303);
  });

  /** What every form of a signed-in reader must pass: its token, and that an auditor changes nothing. */
  app.use(async (context, next) => {
    if (context.req.method !== "POST") return next();
    const account = signedIn(context);
    const sent = await fields(context);
    const refuse = (why: string) => {
      log.warn({ name: account.name, why }, "request refused");
      return send(context, views.refused(view(context, account), why), 403);
    };
    if (sent.token !== context.var.session.token) return refuse(STALE);
    if (sent.act === "leave") {
      sessions.close(context.var.session);
      deleteCookie(context, cookie, { path: "/", secure: isSecure });
      return context.redirect("/enter", 303);
    }
    if (account.role === "auditor") return refuse("An auditor reads all and changes nothing.");
    if (sent.act === "undo") {
      const { problem, flag_id } = undoSent(desk(context), sent);
      return problem === null ? context.redirect(route("flag", flag_id).path, 303) : refuse(problem);
    }
    return next();
  });

  app.get("/", (context) => context.redirect("/nights", 303));
  app.get("/nights", (context) => send(context, views.nights(view(context, signedIn(context)))));
  app.get("/night/:night", (context) => {
    const looking = view(context, signedIn(context));
    const night = context.req.param("night");
    return library.nights().includes(night)
      ? send(context, views.night(looking, night))
      : send(context, views.refused(looking, "There is no such published night."), 404);
  });
  for (const place of ["/flag/:flag", "/night/:night/:flag"] as const) {
    app.get(place, (context) => {
      const looking = view(context, signedIn(context));
      const shelved = library.flag(context.req.param("flag"), looking.account);
      if (shelved === null) return send(context, views.refused(looking, NO_FLAG), 404);
      if (views.mayDecide(shelved, looking.account)) noteLook(desk(context), shelved);
      return send(context, views.flag(looking, shelved, { problem: null, typed: {}, about: nightOf(context) }));
    });
    app.post(place, async (context) => {
      const looking = view(context, signedIn(context));
      const shelved = library.flag(context.req.param("flag"), looking.account);
      if (shelved === null) return send(context, views.refused(looking, NO_FLAG), 404);
      const [typed, about] = [await fields(context), nightOf(context)];
      const problem =
        typed.act === "decide" ? decideSent(desk(context), shelved, typed) : "Not something that can be done here.";
      if (problem !== null) return send(context, views.flag(looking, shelved, { problem, typed, about }), 400);
      return context.redirect(views.afterDeciding(looking, shelved, about).path, 303);
    });
  }
  app.get("/second", (context) => send(context, views.second(view(context, signedIn(context)))));
  app.get("/mine", (context) => send(context, views.mine(view(context, signedIn(context)))));
  app.get("/history", (context) => {
    const looking = view(context, signedIn(context));
    return looking.account.role === "auditor"
      ? send(context, views.history(looking))
      : send(context, views.refused(looking, "All decisions are for auditors; your own are under My decisions."), 403);
  });
  app.get("/suppressions", (context) => send(context, views.suppressions(view(context, signedIn(context)), null)));
  app.post("/suppressions", async (context) => {
    const problem = endSent(desk(context), await fields(context));
    if (problem !== null) return send(context, views.suppressions(view(context, signedIn(context)), problem), 400);
    return context.redirect(route("suppressions").path, 303);
  });
  app.get("/suppress/:flag", (context) => {
    const looking = view(context, signedIn(context));
    const shelved = library.flag(context.req.param("flag"), looking.account);
    if (shelved === null || !maySuppress(shelved, looking.account))
      return send(context, views.refused(looking, NO_FLAG), 404);
    return send(context, views.suppress(looking, shelved, { problem: null, typed: {} }));
  });
  app.post("/suppress/:flag", async (context) => {
    const looking = view(context, signedIn(context));
    const shelved = library.flag(context.req.param("flag"), looking.account);
    if (shelved === null) return send(context, views.refused(looking, NO_FLAG), 404);
    const typed = await fields(context);
    const problem = suppressSent(desk(context), shelved, typed);
    if (problem !== null) return send(context, views.suppress(looking, shelved, { problem, typed }), 400);
    log.info({ name: looking.account.name }, "suppression made");
    return context.redirect(route("suppressions").path, 303);
  });
  app.get("/leave", (context) => send(context, views.leave(view(context, signedIn(context)))));
  app.onError((error, context) => {
    log.error({ err: error }, "request failed");
    return context.text("a fault of the program; nothing was changed unless the page says so\n", 500);
  });
  app.notFound((context) =>
    context.var.account == null
      ? context.text("not found\n", 404)
      : send(context, views.refused(view(context, context.var.account), "There is no such page."), 404),
  );
  return app;
}

const STALE = "The page was too old; nothing was changed. Try again.";
const WRONG = "The name or the password is wrong.";
const TOO_MANY = "Too many sign-ins failed; try again in a quarter of an hour.";
const NO_FLAG = "There is no such flag for you to see.";

/** The night whose list is read, where the address names one. */
function nightOf(context: Context<Env>): string | null {
  const night: string | undefined = context.req.param("night");
  return night !== undefined && isDay(night) ? night : null;
}

/** A form's fields as text; files and repeated fields are left out. */
async function fields(context: Context<Env>): Promise<Sent> {
  const body = await context.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value.replaceAll("\r\n", "\n")]] : [],
    ),
  );
}
