import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { type Signer, sealed } from "../../data/integrity/envelope.js";
import { writeHead } from "../../data/integrity/head.js";
import {
  appendLedger,
  digestOfText,
  type LedgerLine,
  ledgerRoot,
  lineAfter,
  type Publication,
  parseLedger,
} from "../../data/integrity/ledger.js";
import {
  ENVELOPE_NAME,
  type HistoryEntry,
  MANIFEST_FORMAT,
  MANIFEST_NAME,
  MANIFEST_TYPE,
  type Manifest,
} from "../../data/integrity/manifest.js";
import { policyOf } from "../../data/policy/overlay.js";
import type { Account } from "../../data/review/accounts.js";
import type { Journal } from "../../data/review/journal.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import type { Store } from "../../data/store/store.js";
import type { Workspace } from "../../data/workspace.js";
import { codeDigest } from "../code-digest.js";
import { type PublishedFile, publishFolder } from "../publish.js";
import { VERSION } from "../version.js";
import { inputsRoot, readInputs } from "./inputs.js";
import { knownBy } from "./known.js";
import { type Reconciled, reconciled } from "./reconcile.js";
import { type ManifestBody, publicKeysIn, type Standing, standingIn, standingSeal, stillSays } from "./standing.js";

const KEEP_LINE = /* sql */ `
  INSERT INTO publication (position, line) VALUES ($position::INTEGER, $line)
`;

/** What a folder is published with. */
export interface Publishing {
  readonly workspace: Workspace;
  readonly loaded: LoadedSettings;
  readonly signer: Signer;
  readonly journal: Journal;
  readonly accounts: readonly Account[];
}

/** A folder that is ready to be published: a night's or a period's. */
export interface Folder extends Pick<Manifest, "kind" | "name" | "night" | "marking"> {
  readonly files: readonly PublishedFile[];
}

/**
 * Publishes folders with their manifest and signature, and keeps the ledger of publications, in the store and outside it.
 *
 * A folder that comes out as it stands keeps its manifest. Order: the folder, the store's line, the ledger's line; whatever
 * a crash leaves undone is done when the night is run again.
 */
export class Publisher {
  private readonly keys: readonly KeyObject[];
  private readonly policy: Manifest["settings"];

  /** What was found amiss in the workspace's records, for the operator; mended. */
  readonly notes: string[];
  private readonly texts: string[];
  private readonly lines: LedgerLine[];
  private readonly here: Set<number>;

  /** `inputs` is what had been read when this was opened: nothing is read while nights are judged. */
  private constructor(
    private readonly store: Store,
    private readonly given: Publishing,
    { texts, here, notes }: Reconciled,
    private readonly inputs: Manifest["inputs"],
  ) {
    const { pack } = policyOf(given.loaded.settings.policy);
    const sha256 = given.loaded.digest;
    this.policy = { sha256, policy_version: pack.version, policy_sha256: digestOfText(canonicalJson(pack)) };
    this.keys = publicKeysIn(given.workspace.keys);
    this.lines = parseLedger(texts, given.workspace.ledger);
    this.texts = texts;
    this.here = here;
    this.notes = [...notes];
  }

  /** @throws PipelineError `ledger_broken`, `ledger_rewritten` */
  static async open(store: Store, given: Publishing): Promise<Publisher> {
    const ledger = await reconciled(store, given.workspace.ledger);
    if (ledger.texts.length > 0) writeHead(given.workspace.head, ledger.texts, given.signer);
    const files = await readInputs(store);
    return new Publisher(store, given, ledger, { files, merkle_root: inputsRoot(files) });
  }

  /** Returns whether any byte of the folder changed. `stand` is done in the store's transaction that notes the publication. */
  async publish(folder: Folder, stand: () => Promise<void> = async () => undefined): Promise<boolean> {
    const { workspace, signer } = this.given;
    const place = join(workspace.reports, folder.name);
    const body = this.body(folder);
    const last = this.lines.findLast(({ name }) => name === folder.name) ?? null;
    const standing = standingIn(place);
    const isKept = standing !== null && standing.sha256 === last?.manifest && stillSays(standing.manifest, body);
    const { text, sha256 } = isKept ? standing : this.manifest(body, last);
    const seal =
      (isKept ? standingSeal(place, text, this.keys) : null) ?? sealed(MANIFEST_TYPE, Buffer.from(text), signer);
    const added = [
      { name: MANIFEST_NAME, content: text },
      { name: ENVELOPE_NAME, content: seal },
    ];
    const isWritten = publishFolder(workspace, folder.name, [...folder.files, ...added]);
    if (isKept && isWritten)
      this.notes.push(`${folder.name}: what lay there was not what had been signed; it was published again`);
    await this.enter(last, stand, {
      name: folder.name,
      manifest: sha256,
      files: body.inputs.files.length,
      inputs: body.inputs.merkle_root,
      journal: body.journal.lines,
      settings: body.settings.sha256,
      code: body.code.sha256,
    });
    return isWritten;
  }

  private body({ kind, name, night, marking, files }: Folder): ManifestBody {
    const { nation, time_zone } = this.given.loaded.settings.home;
    const outputs = files.map((file) => ({
      name: file.name,
      sha256: digestOfText(file.content),
      bytes: Buffer.byteLength(file.content, "utf8"),
    }));
    return {
      ...{ format: MANIFEST_FORMAT, kind, name, night, marking },
      home: { nation, time_zone },
      inputs: this.inputs,
      settings: this.policy,
      code: { version: VERSION, sha256: codeDigest() },
      journal: knownBy(night, time_zone, this.given),
      outputs: outputs.sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  private manifest(body: ManifestBody, last: LedgerLine | null): Omit<Standing, "manifest"> {
    const manifest: Manifest = {
      ...body,
      previous: this.lines.at(-1)?.manifest ?? null,
      ledger: {
        index: this.lines.length,
        merkle_root: ledgerRoot(this.texts),
        supersedes: last?.manifest ?? null,
      },
      history: this.lines.map((line) => this.entry(line, body)),
    };
    const text = canonicalJson(manifest);
    return { text, sha256: digestOfText(text) };
  }

  private entry({ index, previous: _, settings, code, inputs, ...line }: LedgerLine, body: ManifestBody): HistoryEntry {
    return {
      ...line,
      ...(settings === body.settings.sha256 ? {} : { settings }),
      ...(code === body.code.sha256 ? {} : { code }),
      ...(this.here.has(index) ? {} : { lost: true as const, inputs }),
    };
  }

  /**
   * A new line, unless the last one of this name is this store's own and says the same; the store first, so that it never has
   * fewer than the file.
   */
  private async enter(last: LedgerLine | null, stand: () => Promise<void>, publication: Publication): Promise<void> {
    const { index: _, previous: __, ...said } = last ?? { index: 0, previous: null };
    const isSaid = last !== null && this.here.has(last.index) && canonicalJson(said) === canonicalJson(publication);
    if (isSaid) {
      await this.store.transaction(stand);
      return;
    }
    const position = this.texts.length;
    const line = lineAfter(this.texts, publication);
    await this.store.transaction(async () => {
      await this.store.run(KEEP_LINE, { position, line });
      await stand();
    });
    appendLedger(this.given.workspace.ledger, [line]);
    this.here.add(position);
    this.lines.push({ ...publication, index: position, previous: this.previousOf(position) });
    this.texts.push(line);
    writeHead(this.given.workspace.head, this.texts, this.given.signer);
  }

  private previousOf(position: number): string | null {
    const before = this.texts[position - 1];
    return before === undefined ? null : digestOfText(before);
  }
}
