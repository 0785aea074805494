import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { BASE32, type Ids } from '../../../kit/index.ts';
import type { Session, TemporaryCredentials } from './session.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;

/**
 * Temporary credentials that carry themselves: the token is the session, sealed with AES-256-GCM, and the secret follows from
 * the access key id. They outlive a restart as long as the master key does, and nothing is kept for them.
 */
export class SessionTokens {
  readonly #ids: Ids;
  readonly #sealKey: Buffer;
  readonly #secretKey: Buffer;
  readonly #limit: number;
  readonly #opened = new Map<string, Session>();

  /** @param masterKey at least 32 random bytes @param limit how many opened tokens to remember */
  constructor(masterKey: Buffer, ids: Ids, limit = 10_000) {
    this.#ids = ids;
    this.#limit = limit;
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32));
    this.#sealKey = derive('postern session token');
    this.#secretKey = derive('postern session secret');
  }

  /** Makes credentials for a session. */
  issue(session: Omit<Session, 'accessKeyId'>): TemporaryCredentials {
    const accessKeyId = `ASIA${this.#ids.from(BASE32, 16)}`;
    return {
      accessKeyId,
      secretAccessKey: this.secret(accessKeyId),
      sessionToken: this.#seal({ ...session, accessKeyId }),
      expiresMs: session.expiresMs,
    };
  }

  /** The secret that belongs to a temporary access key. */
  secret(accessKeyId: string): string {
    return createHmac('sha256', this.#secretKey).update(accessKeyId).digest('base64').slice(0, 40);
  }

  /** The session a token carries; undefined when it is none of ours. */
  open(token: string): Session | undefined {
    const known = this.#opened.get(token);
    if (known) return known;
    const session = this.#unseal(token);
    if (!session) return undefined;
    if (this.#opened.size >= this.#limit) this.#opened.delete(this.#opened.keys().next().value!);
    this.#opened.set(token, session);
    return session;
  }

  #seal(session: Session): string {
    const iv = Buffer.from(this.#ids.hex(2 * IV_BYTES), 'hex');
    const cipher = createCipheriv('aes-256-gcm', this.#sealKey, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  #unseal(token: string): Session | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes[0] !== VERSION || bytes.length < 1 + IV_BYTES + TAG_BYTES) return undefined;
    const iv = bytes.subarray(1, 1 + IV_BYTES);
    const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#sealKey, iv, {
        authTagLength: TAG_BYTES,
      }).setAuthTag(tag);
      const text =
        decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      return JSON.parse(text) as Session;
    } catch {
      return undefined; // made by another key, or by hand
    }
  }
}
