/** Header fields as they came: names in the client's spelling, values in order. */
export class Headers {
  /** Name, value, name, value ..., as Node hands them out. */
  readonly raw: readonly string[];
  #byName: Map<string, string[]> | undefined;

  /** @param raw name, value, name, value ... */
  constructor(raw: readonly string[]) {
    this.raw = raw;
  }

  /** From a plain object of single or many values. */
  static of(fields: Readonly<Record<string, string | readonly string[]>>): Headers {
    return new Headers(
      Object.entries(fields).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value])),
    );
  }

  /** All values of a field by its lower-case name, in order. */
  all(name: string): readonly string[] {
    return this.#index().get(name) ?? [];
  }

  /** The last value of a field by its lower-case name. */
  get(name: string): string | undefined {
    return this.#index().get(name)?.at(-1);
  }

  /** Lower-case names, each once. */
  names(): Iterable<string> {
    return this.#index().keys();
  }

  /** How many bytes they take on the wire: `Name: value` and a line end each. */
  get bytes(): number {
    let bytes = 0;
    for (const part of this.raw) bytes += part.length + 2;
    return bytes;
  }

  #index(): Map<string, string[]> {
    if (this.#byName) return this.#byName;
    const index = new Map<string, string[]>();
    for (let i = 0; i < this.raw.length; i += 2) {
      const name = (this.raw[i] as string).toLowerCase();
      const value = this.raw[i + 1] as string;
      const values = index.get(name);
      if (values) values.push(value);
      else index.set(name, [value]);
    }
    this.#byName = index;
    return index;
  }
}

/** The media type of a Content-Type or Accept value: lower case, without parameters and further choices. */
export function mediaType(value: string | undefined): string {
  if (!value) return '';
  const end = value.search(/[;,]/);
  return (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
}
