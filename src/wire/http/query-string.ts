import { serializationFault } from '../malformed.ts';
import { setOwn } from '../own.ts';

/** Decodes an escaped piece of a path. @throws Fault `SerializationException` when an escape is not UTF-8 */
export function decodePart(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw serializationFault('The request URI has an escape that is not UTF-8');
  }
}

const decodeQueryPart = (text: string): string =>
  decodePart(text.includes('+') ? text.replaceAll('+', ' ') : text);

/** The parameters of a query, decoded, each with its values in order; `a` and `a=` both have the value ``. */
export class QueryParameters {
  readonly #values = new Map<string, string[]>();

  /** @throws Fault `SerializationException` when an escape is not UTF-8 */
  constructor(rawQuery: string) {
    if (rawQuery === '') return;
    for (const part of rawQuery.split('&')) {
      if (part === '') continue;
      const equals = part.indexOf('=');
      const name = decodeQueryPart(equals < 0 ? part : part.slice(0, equals));
      const value = equals < 0 ? '' : decodeQueryPart(part.slice(equals + 1));
      const values = this.#values.get(name);
      if (values) values.push(value);
      else this.#values.set(name, [value]);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The first value, or undefined. */
  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** All values in order. */
  all(name: string): readonly string[] | undefined {
    return this.#values.get(name);
  }

  /** All values by name, as own properties, those of `except` left out. */
  toRecord<Value>(valueOf: (values: string[]) => Value, except: ReadonlySet<string>): Record<string, Value> {
    const record: Record<string, Value> = {};
    for (const [name, values] of this.#values) if (!except.has(name)) setOwn(record, name, valueOf(values));
    return record;
  }
}
