import { createHmac } from 'node:crypto';

/** A credential scope: `20150830/us-east-1/service/aws4_request`, taken apart. */
export interface Scope {
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** `20150830/us-east-1/service/aws4_request` */
export const scopeText = (scope: Scope): string =>
  `${scope.date}/${scope.region}/${scope.service}/aws4_request`;

/** HMAC-SHA-256 of text whose characters are bytes. */
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'latin1').digest();

/** The same as hex digits, in one step: cheaper than by way of a Buffer. */
export const hmacHex = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text, 'latin1').digest('hex');

/** Signing keys by secret and scope: four HMACs a day instead of a request. Bounded. */
export class SigningKeys {
  readonly #limit: number;
  readonly #keys = new Map<string, Buffer>();

  /** @param limit how many to keep, at least 1 */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** The key that signs requests of this scope. */
  of(secretAccessKey: string, scope: Scope): Buffer {
    const name = `${scope.date}/${scope.region}/${scope.service}/${secretAccessKey}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = hmac(
      hmac(hmac(hmac(`AWS4${secretAccessKey}`, scope.date), scope.region), scope.service),
      'aws4_request',
    );
    if (this.#keys.size >= this.#limit) this.#keys.delete(this.#keys.keys().next().value!);
    this.#keys.set(name, key);
    return key;
  }
}
