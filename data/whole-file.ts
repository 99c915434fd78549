import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

/**
 * Puts a text in place as a whole, for its owner only: written and synced beside its place, and named last, so that no
 * reader and no crash ever finds half of it.
 */
export function writeWhole(path: string, text: string): void {
  const coming = `${path}.coming`;
  const bytes = Buffer.from(text, "utf8");
  const file = openSync(coming, "w", 0o600);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(coming, path);
}
