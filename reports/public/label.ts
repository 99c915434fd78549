import { ALL_OTHERS, PUBLIC_WORD, type PublicSettings } from "../../data/settings/public.js";

/**
 * The name of a group that the public may read. Its text is the operator's own word: there is no way from a feed to a label,
 * since a feed's name only chooses among those of the settings.
 */
export class PublicLabel {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** The groups that the settings name, in their order, and what the others are called. */
  static of({ partners, tiers }: Pick<PublicSettings, "partners" | "tiers">): PublicLabels {
    const named = (names: readonly string[]) => names.map((name) => new PublicLabel(PublicLabel.#word(name)));
    return { partners: named(partners), tiers: named(tiers), others: new PublicLabel(ALL_OTHERS) };
  }

  /** A label of an edition that was published before. Throws an Error for a text that no setting could have named. */
  static published(text: string): PublicLabel {
    return new PublicLabel(PublicLabel.#word(text));
  }

  static #word(text: string): string {
    if (!PUBLIC_WORD.test(text)) throw new Error("not a public label");
    return text;
  }
}

export interface PublicLabels {
  readonly partners: readonly PublicLabel[];
  readonly tiers: readonly PublicLabel[];
  readonly others: PublicLabel;
}
