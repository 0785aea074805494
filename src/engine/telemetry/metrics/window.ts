import { Distribution } from './distribution.ts';

/** Several values of which only these figures are known. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What is known of the values measured within one stretch of time. */
export class Window implements StatisticSet {
  sampleCount = 0;
  sum = 0;
  minimum = Infinity;
  maximum = -Infinity;
  /** Undefined when it cannot be known: after a statistic set of different values, or a value below zero. */
  distribution: Distribution | undefined = Distribution.empty();

  /** Counts `value` `count` times. */
  add(value: number, count = 1): void {
    this.sampleCount += count;
    this.sum += value * count;
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
    if (value < 0) this.distribution = undefined;
    else this.distribution?.add(value, count);
  }

  /** Counts the values of a statistic set; percentiles stay known only when all of them are the same. */
  addSet(set: StatisticSet): void {
    const same = set.minimum === set.maximum && set.sum === set.minimum * set.sampleCount;
    if (same) this.add(set.minimum, set.sampleCount);
    else {
      this.#addFigures(set);
      this.distribution = undefined;
    }
  }

  /** Counts everything `other` counted. */
  merge(other: Window): void {
    this.#addFigures(other);
    if (!other.distribution) this.distribution = undefined;
    else this.distribution?.merge(other.distribution);
  }

  /**
   * One that counted the same, and goes on for itself.
   * @param distributed whether it is to know how the values are distributed, too
   */
  copy(distributed: boolean): Window {
    const copy = new Window();
    if (distributed) copy.merge(this);
    else {
      copy.#addFigures(this);
      copy.distribution = undefined;
    }
    return copy;
  }

  #addFigures(set: StatisticSet): void {
    this.sampleCount += set.sampleCount;
    this.sum += set.sum;
    this.minimum = Math.min(this.minimum, set.minimum);
    this.maximum = Math.max(this.maximum, set.maximum);
  }
}
