import { randomBytes, randomInt, randomUUID } from 'node:crypto';

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

/** Cryptographically random ids. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  from: (alphabet, length) => {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
    return text;
  },
};
