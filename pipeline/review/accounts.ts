import { PipelineError } from "../../data/errors.js";
import { readAccounts, writeAccounts } from "../../data/review/accounts.js";
import type { Role } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";
import type { SecretEffects } from "../effects.js";
import { secretOf } from "./passwords.js";

/** An account that is asked for. */
export interface NewAccount {
  readonly name: string;
  readonly role: Role;
  /** Who its holder is in the logs, or null where they do not stand there. */
  readonly actor_id: string | null;
  readonly password: string;
}

/** A name in an address and in every line of the journal. */
const NAME = /^[a-z][a-z0-9._-]{0,62}$/;

/**
 * Adds an account, or gives one that exists a new password, role and actor.
 *
 * @throws PipelineError `usage` for a name or a password that cannot be one
 */
export async function setAccount(
  workspace: Workspace,
  { name, role, actor_id, password }: NewAccount,
  effects: SecretEffects,
  costs: { readonly cost?: number } = {},
): Promise<void> {
  if (!NAME.test(name))
    throw new PipelineError("usage", `name not usable: ${name}: small letters, digits, . _ -, a letter first`);
  const secret = await secretOf(password, (count) => effects.secret(count), costs);
  const others = readAccounts(workspace.accounts).filter((account) => account.name !== name);
  const account = { name, role, actor_id, added_at: effects.now(), closed_at: null, secret };
  writeAccounts(workspace.accounts, [...others, account]);
}

/** Closes an account: it stays on record and opens nothing. @throws PipelineError `account_unknown` */
export function closeAccount(workspace: Workspace, name: string, now: string): void {
  const accounts = readAccounts(workspace.accounts);
  if (!accounts.some((account) => account.name === name))
    throw new PipelineError("account_unknown", `no such account: ${name}`);
  writeAccounts(
    workspace.accounts,
    accounts.map((account) => (account.name === name ? { ...account, closed_at: account.closed_at ?? now } : account)),
  );
}
