import { type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { PipelineError } from "../../data/errors.js";
import type { Secret } from "../../data/review/accounts.js";

/** Characters of a password. Source: NIST SP 800-63B-4, 3.1.1.2 (15 where it is the only factor). */
export const PASSWORD_MIN = 15;

/** Characters that are read of what claims to be one: bounds the work of a login. */
export const PASSWORD_MAX = 1024;

/** Costs of a new password: N = 2^17, r = 8, p = 1, some 128 MiB. Source: OWASP Password Storage Cheat Sheet. */
export const SCRYPT_COST = 2 ** 17;

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const BLOCK_SIZE = 8;
const PARALLELIZATION = 1;

/** One derivation at a time: several at once would take as many times the memory. */
let busy: Promise<unknown> = Promise.resolve();

function derive(password: string, { salt, cost, block_size, parallelization }: Omit<Secret, "key">): Promise<Buffer> {
  const options: ScryptOptions = {
    N: cost,
    r: block_size,
    p: parallelization,
    maxmem: 256 * cost * block_size,
  };
  const work = busy.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize("NFC"), Buffer.from(salt, "hex"), KEY_BYTES, options, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      }),
  );
  busy = work.catch(() => undefined);
  return work;
}

/**
 * A password's secret, with a salt of its own.
 *
 * @throws PipelineError `usage` for one that is too short or too long
 */
export async function secretOf(
  password: string,
  secret: (byteCount: number) => Uint8Array,
  { cost = SCRYPT_COST }: { readonly cost?: number } = {},
): Promise<Secret> {
  const length = [...password].length;
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    throw new PipelineError("usage", `password not usable: between ${PASSWORD_MIN} and ${PASSWORD_MAX} characters`);
  const salt = Buffer.from(secret(SALT_BYTES)).toString("hex");
  const costs = { salt, cost, block_size: BLOCK_SIZE, parallelization: PARALLELIZATION };
  return { ...costs, key: (await derive(password, costs)).toString("hex") };
}

/** Whether a password is the one of a secret. Where there is no account the same work is done, so that time tells nothing. */
export async function isPassword(
  password: string,
  secret: Secret | null,
  cost: number = SCRYPT_COST,
): Promise<boolean> {
  const held = secret ?? {
    salt: "0".repeat(SALT_BYTES * 2),
    key: "0".repeat(KEY_BYTES * 2),
    cost,
    block_size: BLOCK_SIZE,
    parallelization: PARALLELIZATION,
  };
  const key = await derive(password.slice(0, PASSWORD_MAX), held);
  return timingSafeEqual(key, Buffer.from(held.key, "hex")) && secret !== null;
}
