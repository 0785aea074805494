import type { HeaderFields } from './received.ts';

const NONE: readonly string[] = [];

/** Header fields as Node's parser gives them: names and values in turn, nothing joined and nothing dropped. */
export class HeaderMap implements HeaderFields {
  readonly #values = new Map<string, string | string[]>();

  /** @param raw `IncomingMessage.rawHeaders` */
  constructor(raw: readonly string[]) {
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const name = (raw[i] as string).toLowerCase();
      const value = raw[i + 1] as string;
      const present = this.#values.get(name);
      if (present === undefined) this.#values.set(name, value);
      else if (typeof present === 'string') this.#values.set(name, [present, value]);
      else present.push(value);
    }
  }

  get(name: string): string | undefined {
    const found = this.#values.get(name);
    return typeof found === 'object' ? found[0] : found;
  }

  all(name: string): readonly string[] {
    const found = this.#values.get(name);
    return found === undefined ? NONE : typeof found === 'string' ? [found] : found;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }
}

/** No header fields: those of a call from inside. */
export const NO_HEADERS: HeaderFields = new HeaderMap([]);
