import { readFileSync } from "node:fs";
import { z } from "zod";
import { PipelineError } from "../errors.js";
import { writeWhole } from "../whole-file.js";
import { ROLES } from "./record.js";

/** A stored password: scrypt with its own salt and costs, all hexadecimal. Source: RFC 7914. */
const secretShape = z.strictObject({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  cost: z.int().min(2 ** 14),
  block_size: z.int().min(8),
  parallelization: z.int().min(1),
});

const accountShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9._-]{0,62}$/),
  role: z.enum(ROLES),
  /** Who the account's holder is in the logs: they may not decide on flags about themselves. */
  actor_id: z.string().min(1).nullable(),
  added_at: z.iso.datetime({ offset: false }),
  closed_at: z.iso.datetime({ offset: false }).nullable(),
  secret: secretShape,
});

export type Secret = z.infer<typeof secretShape>;
export type Account = z.infer<typeof accountShape>;

/** The reviewers' accounts, in order of names; none where there is no file. @throws PipelineError `accounts_unreadable` */
export function readAccounts(path: string): Account[] {
  try {
    return z.array(accountShape).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new PipelineError("accounts_unreadable", `reviewers' accounts not readable: ${path}`, { path }, { cause });
  }
}

/** Replaces the accounts as a whole, for their owner only. */
export function writeAccounts(path: string, accounts: readonly Account[]): void {
  const ordered = accounts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  writeWhole(path, `${JSON.stringify(ordered, null, 1)}\n`);
}
