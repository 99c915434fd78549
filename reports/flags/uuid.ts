import { createHash } from "node:crypto";

/** Namespace of URLs. Source: RFC 9562, 6.6. */
const URLS = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/** A UUID of a name in a namespace, the same everywhere. Source: RFC 9562, 5.5 (version 5, SHA-1). */
export function uuid5(name: string, namespace: string): string {
  const digest = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest();
  const bytes = digest.subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The namespace of our own ids. */
export const OURS = uuid5("urn:sharewatch", URLS);
