import { notImplemented, validation } from '../faults.ts';

/** What cannot be read of a widget. */
export const invalidWidget = (why: string) => validation(`The parameter MetricWidget is not valid: ${why}`);

/** A value that JSON can be. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Reads the members of a JSON object one by one, and says what it did not expect. */
export class Fields {
  readonly #of: { readonly [name: string]: Json };
  readonly #path: string;
  readonly #read = new Set<string>();

  /** @param path how messages call it */
  constructor(of: Json | undefined, path: string) {
    if (of === null || typeof of !== 'object' || Array.isArray(of))
      throw invalidWidget(`${path} must be an object`);
    this.#of = of as { readonly [name: string]: Json };
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  text(name: string): string | undefined {
    return this.#typed(name, 'string') as string | undefined;
  }

  flag(name: string): boolean {
    return (this.#typed(name, 'boolean') as boolean | undefined) ?? false;
  }

  number(name: string): number | undefined {
    return this.#typed(name, 'number') as number | undefined;
  }

  /** A whole number from `least` to `most`. */
  whole(name: string, least: number, most: number): number | undefined {
    const value = this.number(name);
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
    throw invalidWidget(`${this.#path}.${name} must be a whole number from ${least} to ${most}`);
  }

  oneOf<Name extends string>(name: string, names: readonly Name[]): Name | undefined {
    const value = this.text(name);
    const found = names.find((one) => one === value);
    if (value !== undefined && found === undefined) {
      throw invalidWidget(`${this.#path}.${name} must be one of ${names.join(', ')}`);
    }
    return found;
  }

  list(name: string): readonly Json[] {
    const value = this.#value(name) ?? [];
    if (!Array.isArray(value)) throw invalidWidget(`${this.#path}.${name} must be an array`);
    return value;
  }

  object(name: string): Fields | undefined {
    const value = this.#value(name);
    return value === undefined ? undefined : new Fields(value, `${this.#path}.${name}`);
  }

  /** Members that CloudWatch has and Postern has not: refused where they are switched on. */
  unbuilt(...names: readonly string[]): void {
    for (const name of names)
      if (this.#value(name)) throw notImplemented(`${this.#path}.${name} of a MetricWidget`);
  }

  /** Members that say nothing to a picture. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** Refuses members that nobody has asked for. */
  end(): void {
    const unknown = Object.keys(this.#of).find((name) => !this.#read.has(name));
    if (unknown !== undefined) throw invalidWidget(`${this.#path}.${unknown} is not known`);
  }

  #typed(name: string, type: 'string' | 'number' | 'boolean'): Json | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === type) return value;
    throw invalidWidget(`${this.#path}.${name} must be a ${type}`);
  }

  #value(name: string): Json | undefined {
    this.#read.add(name);
    return Object.hasOwn(this.#of, name) ? (this.#of[name] as Json) : undefined;
  }
}
