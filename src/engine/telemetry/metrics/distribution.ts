/** Different values kept exactly; a full `Values` array of one `PutMetricData` datum fits. */
export const EXACT_VALUES = 150;
/** Ratio of a bucket's upper to its lower end. */
const GAMMA = 1.02;
const LOG_GAMMA = Math.log(GAMMA);
/** Buckets kept before the lowest are put together; 2,048 of them span a factor of 10 to the 17. */
const MOST_BUCKETS = 2048;
/** Values below this count as zero. */
const SMALLEST = 2 ** -360;

/** A value and how often it came. */
export type Weighted = readonly [value: number, count: number];

/**
 * How often which value came, for values of zero and above: each value exactly while there are at most {@link EXACT_VALUES} different ones,
 * then in exponential buckets, whose value is off by at most 1 %.
 * @see https://arxiv.org/abs/1908.10693 DDSketch, whose buckets these are
 */
export class Distribution {
  #exact: Map<number, number> | undefined;
  #buckets: Map<number, number> | undefined;
  #zeros = 0;

  private constructor(exact?: Map<number, number>, buckets?: Map<number, number>, zeros = 0) {
    this.#exact = exact;
    this.#buckets = buckets;
    this.#zeros = zeros;
  }

  /** One without values. */
  static empty(): Distribution {
    return new Distribution(new Map());
  }

  /** One of exact values, at most {@link EXACT_VALUES}. */
  static ofValues(values: Iterable<Weighted>): Distribution {
    return new Distribution(new Map(values));
  }

  /** One of buckets by index, as {@link buckets} gave them. */
  static ofBuckets(zeros: number, buckets: Iterable<Weighted>): Distribution {
    return new Distribution(undefined, new Map(buckets), zeros);
  }

  /** The exact values, or undefined when there are too many. */
  get exact(): ReadonlyMap<number, number> | undefined {
    return this.#exact;
  }

  /** Zeros and counts by bucket index; undefined while it is exact. */
  get buckets(): { readonly zeros: number; readonly counts: ReadonlyMap<number, number> } | undefined {
    return this.#buckets && { zeros: this.#zeros, counts: this.#buckets };
  }

  /** Counts `value`, zero or more, `count` times. */
  add(value: number, count = 1): void {
    const exact = this.#exact;
    if (!exact) return this.#addToBucket(value, count);
    const before = exact.get(value);
    if (before === undefined && exact.size >= EXACT_VALUES) {
      this.#toBuckets(exact);
      return this.#addToBucket(value, count);
    }
    exact.set(value, (before ?? 0) + count);
  }

  /** Counts everything `other` counted. */
  merge(other: Distribution): void {
    if (other.#exact) {
      for (const [value, count] of other.#exact) this.add(value, count);
      return;
    }
    if (this.#exact) this.#toBuckets(this.#exact);
    this.#zeros += other.#zeros;
    for (const [index, count] of other.#buckets ?? []) this.#addToIndex(index, count);
  }

  /** Values in rising order with their counts; of a bucket the value in its middle, kept within `minimum` and `maximum`. */
  ascending(minimum: number, maximum: number): Weighted[] {
    if (this.#exact) return [...this.#exact].sort((a, b) => a[0] - b[0]);
    const rising = [...(this.#buckets ?? [])].sort((a, b) => a[0] - b[0]);
    const values = rising.map(([index, count]): Weighted => {
      const middle = (2 * GAMMA ** index) / (GAMMA + 1);
      return [Math.min(maximum, Math.max(minimum, middle)), count];
    });
    return this.#zeros > 0 ? [[0, this.#zeros], ...values] : values;
  }

  #toBuckets(exact: Map<number, number>): void {
    this.#exact = undefined;
    this.#buckets = new Map();
    for (const [value, count] of exact) this.#addToBucket(value, count);
  }

  #addToBucket(value: number, count: number): void {
    if (value < SMALLEST) this.#zeros += count;
    else this.#addToIndex(Math.ceil(Math.log(value) / LOG_GAMMA), count);
  }

  #addToIndex(index: number, count: number): void {
    const buckets = this.#buckets as Map<number, number>;
    const before = buckets.get(index);
    buckets.set(index, (before ?? 0) + count);
    if (before === undefined && buckets.size > MOST_BUCKETS) this.#collapse(buckets);
  }

  /** Puts the lower half of the buckets together: high percentiles stay right. */
  #collapse(buckets: Map<number, number>): void {
    const low = [...buckets.keys()].sort((a, b) => a - b).slice(0, MOST_BUCKETS / 2);
    let sum = 0;
    for (const index of low) {
      sum += buckets.get(index) ?? 0;
      buckets.delete(index);
    }
    buckets.set(low.at(-1) as number, sum);
  }
}
