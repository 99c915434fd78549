/**
 * Seeded chance for the sample: one independent stream for each name, so that a change in one part of the world leaves
 * the others as they were.
 *
 * source  generator: sfc32 of PractRand (Doty-Humphrey, public domain), four 32-bit words, twelve rounds of warm-up as its
 *         author does; seeding: FNV-1a (Fowler, Noll, Vo) over seed and labels, stretched by splitmix32.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: number, ...labels: readonly (string | number)[]) {
    let hash = 0x811c9dc5;
    for (const character of `${seed}/${labels.join("/")}`) {
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    }
    const word = (): number => {
      hash = (hash + 0x9e3779b9) | 0;
      let mixed = hash ^ (hash >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    for (let round = 0; round < 12; round += 1) this.uniform();
  }

  /** A number in [0, 1), 32 bits fine. */
  uniform(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Standard normal by Box and Muller 1958, one of the pair. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Log-normal with this median and this standard deviation of the logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Gamma with unit rate, by Marsaglia and Tsang 2000; shapes below one by their boost. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** Poisson by Knuth's product of uniforms, means above 30 in parts of at most 30. */
  poisson(mean: number): number {
    let count = 0;
    for (let rest = mean; rest > 0; rest -= 30) {
      const limit = Math.exp(-Math.min(rest, 30));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count += 1;
    }
    return count;
  }

  /** Gamma-mixed Poisson: variance mean + mean² / size. */
  negativeBinomial(mean: number, size: number): number {
    return this.poisson((mean * this.gamma(size)) / size);
  }

  /** One of a list that is not empty. Throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** One of a list, in proportion to `weights`, which has its length. */
  weighted<T>(list: readonly T[], weights: readonly number[]): T {
    let rest = this.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, item] of list.entries()) {
      rest -= weights[index] ?? 0;
      if (rest < 0) return item;
    }
    return this.pick(list);
  }

  /** At most `count` different items, in drawn order. */
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const drawn: T[] = [];
    while (drawn.length < count && rest.length > 0) drawn.push(...rest.splice(this.below(rest.length), 1));
    return drawn;
  }
}
