import { CborError, type CborItem, CborTag } from './item.ts';

/** Items within items; no request of AWS's needs a tenth of it. */
export const MAX_DEPTH = 200;

const BREAK = 0xff;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the one CBOR item that `bytes` are: definite and indefinite lengths, floats of 16, 32 and 64 bits, big integers, tags.
 * @throws CborError when they are not one well-formed item, when anything follows it, or when a map has keys that are not text
 * @see https://www.rfc-editor.org/rfc/rfc8949
 */
export function readCbor(bytes: Uint8Array): CborItem {
  const reader = new Reader(bytes);
  const item = reader.item(0);
  reader.end();
  return item;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw this.#error('Data after the item');
  }

  item(depth: number): CborItem {
    if (depth > MAX_DEPTH) throw this.#error('Too many items within each other');
    const initial = this.#byte();
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) return this.#simple(info);
    if (info === 31) return this.#indefinite(major, depth);
    const argument = this.#argument(info);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === 'bigint' ? this.#narrow(-1n - argument) : -1 - argument;
      case 2:
        return this.#take(argument);
      case 3:
        return this.#text(argument);
      case 4:
        return this.#array(argument, depth);
      case 5:
        return this.#map(argument, depth);
      default:
        return this.#tagged(argument, depth);
    }
  }

  #error(message: string): CborError {
    return new CborError(message, this.#at);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw this.#error('Unexpected end');
    this.#at++;
    return byte;
  }

  /** Where `count` bytes start; passes them. */
  #advance(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw this.#error('Unexpected end');
    this.#at += count;
    return start;
  }

  #argument(info: number): number | bigint {
    if (info < 24) return info;
    if (info === 24) return this.#byte();
    if (info === 25) return this.#view.getUint16(this.#advance(2));
    if (info === 26) return this.#view.getUint32(this.#advance(4));
    if (info === 27) return this.#narrow(this.#view.getBigUint64(this.#advance(8)));
    throw this.#error('Reserved length');
  }

  #narrow(value: bigint): number | bigint {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #take(length: number | bigint): Uint8Array {
    const start = this.#advance(Number(length));
    return this.#bytes.subarray(start, this.#at);
  }

  #text(length: number | bigint): string {
    const bytes = this.#take(length);
    try {
      return UTF8.decode(bytes);
    } catch {
      throw this.#error('Text that is not UTF-8');
    }
  }

  #array(length: number | bigint, depth: number): CborItem[] {
    const items: CborItem[] = []; // not sized beforehand: the length is only claimed
    for (let count = 0; count < length; count++) items.push(this.item(depth + 1));
    return items;
  }

  #map(length: number | bigint, depth: number): Map<string, CborItem> {
    const map = new Map<string, CborItem>();
    for (let count = 0; count < length; count++) this.#entry(map, depth);
    return map;
  }

  #entry(map: Map<string, CborItem>, depth: number): void {
    const key = this.item(depth + 1);
    if (typeof key !== 'string') throw this.#error('A key that is not text');
    map.set(key, this.item(depth + 1));
  }

  #tagged(tag: number | bigint, depth: number): CborItem {
    const value = this.item(depth + 1);
    if (tag !== 2 && tag !== 3) return new CborTag(Number(tag), value);
    if (!(value instanceof Uint8Array)) throw this.#error('A big integer that is not bytes');
    const hex = Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
    const magnitude = BigInt(`0x0${hex}`);
    return tag === 2 ? magnitude : -1n - magnitude;
  }

  #simple(info: number): CborItem {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#view.getUint16(this.#advance(2)));
      case 26:
        return this.#view.getFloat32(this.#advance(4));
      case 27:
        return this.#view.getFloat64(this.#advance(8));
      default:
        throw this.#error('Unknown simple value');
    }
  }

  #indefinite(major: number, depth: number): CborItem {
    if (major === 2) return this.#chunks(2);
    if (major === 3) {
      try {
        return UTF8.decode(this.#chunks(3));
      } catch (error) {
        throw error instanceof CborError ? error : this.#error('Text that is not UTF-8');
      }
    }
    if (major === 4) {
      const items: CborItem[] = [];
      while (!this.#broken()) items.push(this.item(depth + 1));
      return items;
    }
    if (major === 5) {
      const map = new Map<string, CborItem>();
      while (!this.#broken()) this.#entry(map, depth);
      return map;
    }
    throw this.#error('Reserved length');
  }

  /** Passes a break if one is next. */
  #broken(): boolean {
    if (this.#bytes[this.#at] !== BREAK) return false;
    this.#at++;
    return true;
  }

  #chunks(major: number): Uint8Array {
    const chunks: Uint8Array[] = [];
    while (!this.#broken()) {
      const initial = this.#byte();
      if (initial >> 5 !== major || (initial & 31) === 31) throw this.#error('A chunk of another kind');
      chunks.push(this.#take(this.#argument(initial & 31)));
    }
    return Buffer.concat(chunks);
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
