import { Distribution, type Weighted } from './distribution.ts';

const EXACT = 1;
const BUCKETS = 2;

/** A distribution as bytes for the database: one kind byte, then counts as varints; about three bytes a bucket. */
export function distributionToBytes(distribution: Distribution): Uint8Array {
  const writer = new Writer();
  const { exact, buckets } = distribution;
  if (exact) {
    writer.byte(EXACT);
    for (const [value, count] of exact) {
      writer.double(value);
      writer.count(count);
    }
  } else if (buckets) {
    writer.byte(BUCKETS);
    writer.count(buckets.zeros);
    let last = 0;
    for (const [index, count] of [...buckets.counts].sort((a, b) => a[0] - b[0])) {
      writer.varint(zigzag(index - last));
      writer.count(count);
      last = index;
    }
  }
  return writer.bytes();
}

/** The distribution that {@link distributionToBytes} wrote. */
export function distributionFromBytes(bytes: Uint8Array): Distribution {
  const reader = new Reader(bytes);
  if (reader.byte() === EXACT) {
    const values: Weighted[] = [];
    while (!reader.done) values.push([reader.double(), reader.count()]);
    return Distribution.ofValues(values);
  }
  const zeros = reader.count();
  const buckets: Weighted[] = [];
  let index = 0;
  while (!reader.done) {
    index += unzigzag(reader.varint());
    buckets.push([index, reader.count()]);
  }
  return Distribution.ofBuckets(zeros, buckets);
}

const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number): number => (n % 2 ? -(n + 1) / 2 : n / 2);

class Writer {
  #buffer = Buffer.allocUnsafe(256);
  #at = 0;

  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }

  double(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** Whole numbers shifted by one; zero announces a double, since counts may have fractions. */
  count(value: number): void {
    if (Number.isSafeInteger(value) && value >= 0) return this.varint(value + 1);
    this.varint(0);
    this.double(value);
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}

class Reader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  byte(): number {
    return this.#buffer[this.#at++] ?? 0;
  }

  double(): number {
    const value = this.#buffer.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  count(): number {
    const value = this.varint();
    return value === 0 ? this.double() : value - 1;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
}
