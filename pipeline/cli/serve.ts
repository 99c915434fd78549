import { readFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createAdaptorServer } from "@hono/node-server";
import { Command, Option } from "commander";
import { PipelineError } from "../../data/errors.js";
import { ROLES, type Role } from "../../data/review/record.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { SecretEffects } from "../effects.js";
import { openLog } from "../log.js";
import { closeAccount, setAccount } from "../review/accounts.js";
import { reviewApp } from "../review/web/app.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, warn } from "./output.js";
import { readPassword } from "./password.js";

interface ServeOptions extends Installation {
  readonly host: string;
  readonly port: string;
  readonly cert?: string;
  readonly key?: string;
  readonly addReviewer?: string;
  readonly role: Role;
  readonly actor?: string;
  readonly closeReviewer?: string;
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Milliseconds that a browser may take for a request, so that slow ones cannot hold the server. */
const REQUEST_MS = 30_000;

const HELP = `
Accounts:
  sharewatch serve --add-reviewer kim --role reviewer --actor A1234     asks for a password, or reads it from standard input
  sharewatch serve --close-reviewer kim
--actor says who the reviewer is in the logs: they see and decide no flag about themselves.

Beyond this machine a certificate is needed: --host NAME --cert FILE --key FILE.`;

/** `sharewatch serve`: the review application, on this machine alone unless it has a certificate. */
export function serveCommand(effects: SecretEffects, exit: (status: number) => void): Command {
  return withInstallation(new Command("serve"))
    .summary("the review application for reviewers with accounts, on this machine")
    .option("--host <name>", "where to listen", "127.0.0.1")
    .option("--port <number>", "port to listen on", "8470")
    .option("--cert <file>", "certificate (PEM): needed beyond loopback")
    .option("--key <file>", "its key (PEM)")
    .option("--add-reviewer <name>", "add an account, or set its password, role and actor anew; then end")
    .addOption(new Option("--role <role>", "role of the account").choices(ROLES).default("reviewer"))
    .option("--actor <id>", "who the account's holder is in the logs")
    .option("--close-reviewer <name>", "close an account; then end")
    .addHelpText("after", HELP)
    .action(async (options: ServeOptions) => {
      const workspace = openWorkspace(options.workspace);
      if (options.addReviewer !== undefined) {
        const { addReviewer: name, role, actor } = options;
        const password = await readPassword(`password for ${name}: `);
        await setAccount(workspace, { name, role, actor_id: actor ?? null, password }, effects);
        print(`account ${name}: ${role}${actor === undefined ? "" : `, ${actor} in the logs`}`);
        if (actor === undefined) warn("without --actor nothing keeps this account from flags about its own holder");
        exit(EXIT.done);
        return;
      }
      if (options.closeReviewer !== undefined) {
        closeAccount(workspace, options.closeReviewer, effects.now());
        print(`account ${options.closeReviewer}: closed`);
        exit(EXIT.done);
        return;
      }
      await listen(options, effects, exit);
    });
}

async function listen(options: ServeOptions, effects: SecretEffects, exit: (status: number) => void): Promise<void> {
  const { settings } = loadSettings(options.config ?? null, options.feeds);
  const workspace = openWorkspace(options.workspace);
  const tls = certificate(options);
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new PipelineError("usage", `not a port: ${options.port}`);
  if (tls === null && !LOOPBACK.includes(options.host))
    throw new PipelineError(
      "usage",
      `passwords do not cross a network in the clear: ${options.host}: give --cert and --key`,
    );
  const names = LOOPBACK.includes(options.host) ? ["127.0.0.1", "localhost", "[::1]"] : [options.host];
  const hosts = new Set(names.map((name) => `${name}:${port}`));
  const log = openLog(workspace, effects);
  const app = reviewApp({ workspace, marking: settings.report.marking, hosts, isSecure: tls !== null, log }, effects);
  const server = createAdaptorServer(
    tls === null
      ? { fetch: app.fetch, createServer: createPlainServer, serverOptions: { requestTimeout: REQUEST_MS } }
      : { fetch: app.fetch, createServer: createTlsServer, serverOptions: { ...tls, requestTimeout: REQUEST_MS } },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: Error) =>
      reject(
        new PipelineError("port_unusable", `cannot listen on ${options.host}:${port}: ${cause.message}`, {}, { cause }),
      ),
    );
    server.listen(port, options.host, resolve);
  });
  print(`review: ${tls === null ? "http" : "https"}://${names[0]}:${port}/   stop with Ctrl-C`);
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      server.close(() => exit(EXIT.done));
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
}

function certificate({ cert, key }: ServeOptions): { readonly cert: string; readonly key: string } | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new PipelineError("usage", "give both --cert and --key");
  try {
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } catch (cause) {
    throw new PipelineError("usage", `certificate not readable: ${cert}, ${key}`, {}, { cause });
  }
}
