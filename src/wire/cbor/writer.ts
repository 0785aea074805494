const INITIAL_BYTES = 512;

/**
 * Writes CBOR items one after another into one buffer that grows.
 * @see https://www.rfc-editor.org/rfc/rfc8949
 */
export class CborWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  /** The bytes written so far; the writer is not to be used any more. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  null(): void {
    this.#byte(0xf6);
  }

  boolean(value: boolean): void {
    this.#byte(value ? 0xf5 : 0xf4);
  }

  /** An integer in the shortest form; one that 64 bits do not hold as a big integer. */
  integer(value: number | bigint): void {
    const negative = value < 0;
    const magnitude =
      typeof value === 'bigint' ? (negative ? -1n - value : value) : negative ? -1 - value : value;
    if (typeof magnitude === 'bigint' && magnitude > 0xffff_ffff_ffff_ffffn) {
      this.tag(negative ? 3 : 2);
      const hex = magnitude.toString(16);
      this.blob(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
    } else {
      this.#head(negative ? 1 : 0, magnitude);
    }
  }

  /** A float of 64 bits, or of 32 where that loses nothing. */
  float(value: number): void {
    if (Math.fround(value) === value || Number.isNaN(value)) {
      this.#byte(0xfa);
      const at = this.#room(4);
      this.#bytes.writeFloatBE(value, at);
    } else {
      this.#byte(0xfb);
      const at = this.#room(8);
      this.#bytes.writeDoubleBE(value, at);
    }
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#head(3, length);
    const at = this.#room(length);
    this.#bytes.write(value, at, 'utf8');
  }

  blob(value: Uint8Array): void {
    this.#head(2, value.length);
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
  }

  /** Starts an array of `length` items, which are to follow. */
  array(length: number): void {
    this.#head(4, length);
  }

  /** Starts a map of `length` entries; keys and values are to follow by turns. */
  map(length: number): void {
    this.#head(5, length);
  }

  /** Tags the item that is to follow. */
  tag(tag: number): void {
    this.#head(6, tag);
  }

  #byte(value: number): void {
    const at = this.#room(1);
    this.#bytes[at] = value;
  }

  #head(major: number, argument: number | bigint): void {
    const type = major << 5;
    if (argument < 24) this.#byte(type | Number(argument));
    else if (argument <= 0xff) {
      this.#byte(type | 24);
      this.#byte(Number(argument));
    } else if (argument <= 0xffff) {
      this.#byte(type | 25);
      const at = this.#room(2);
      this.#bytes.writeUInt16BE(Number(argument), at);
    } else if (argument <= 0xffff_ffff) {
      this.#byte(type | 26);
      const at = this.#room(4);
      this.#bytes.writeUInt32BE(Number(argument), at);
    } else {
      this.#byte(type | 27);
      const at = this.#room(8);
      this.#bytes.writeBigUInt64BE(BigInt(argument), at);
    }
  }

  /** Where `count` bytes can be written. To be asked before `#bytes` is looked at: it may be another buffer afterwards. */
  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#length, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    return at;
  }
}
