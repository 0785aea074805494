import { randomFillSync, randomInt, randomUUID } from 'node:crypto';

/** The source of names that must not repeat or be guessed. */
export interface Ids {
  /** A random UUID, version 4. */
  uuid(): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` characters of `alphabet`, each drawn uniformly. */
  from(alphabet: string, length: number): string;
}

/** Lower-case letters and digits: API ids, stage-safe names. */
export const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Upper-case letters and the digits 2 to 7: AWS access key ids and unique ids. */
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Upper- and lower-case letters and digits: secrets and API key values. */
export const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random bytes drawn ahead: asking the system for a few at a time costs more than an id is worth. Each is used once. */
class RandomPool {
  readonly #bytes = Buffer.alloc(4096);
  #at = this.#bytes.length;

  hex(length: number): string {
    const count = Math.ceil(length / 2);
    if (count > this.#bytes.length) throw new RangeError(`an id of ${length} digits`);
    if (this.#at + count > this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#at = 0;
    }
    const text = this.#bytes.toString('hex', this.#at, this.#at + count);
    this.#bytes.fill(0, this.#at, this.#at + count);
    this.#at += count;
    return text.slice(0, length);
  }
}

const pool = new RandomPool();

/** Cryptographically random ids. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  hex: (length) => pool.hex(length),
  from: (alphabet, length) => {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
    return text;
  },
};
