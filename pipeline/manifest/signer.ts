import { dirname, resolve } from "node:path";
import type { Signer } from "../../data/integrity/envelope.js";
import { openSigningKey } from "../../data/integrity/signing-key.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import type { Workspace } from "../../data/workspace.js";

/**
 * The key that an installation signs with: the one that its settings name, or the workspace's own.
 *
 * @throws PipelineError `signing_key_…`, naming the file
 */
export function signerOf({ keys }: Workspace, { settings, file }: LoadedSettings): Signer {
  const named = settings.signing?.key;
  return openSigningKey(named === undefined ? null : resolve(file === null ? "." : dirname(file), named), keys);
}
