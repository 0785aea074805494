/**
 * What a JSON document of a user says under one name, checked.
 * @param of whose field it is, for the words of an error
 */
export class Field {
  readonly #of: string;
  readonly #name: string;
  readonly #value: unknown;

  constructor(of: string, name: string, value: unknown) {
    this.#of = of;
    this.#name = name;
    this.#value = value;
  }

  /** @throws Error unless it is a number or absent */
  number(): void {
    if (this.#value !== undefined && !Number.isFinite(this.#value)) this.#refuse('a number');
  }

  /** @throws Error unless it is a whole number in those bounds or absent */
  whole(least = Number.NEGATIVE_INFINITY): void {
    const value = this.#value;
    if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= least)) return;
    this.#refuse(Number.isFinite(least) ? `a whole number of at least ${least}` : 'a whole number');
  }

  /** @throws Error unless it is one of those or absent */
  oneOf(choices: readonly string[]): void {
    if (this.#value !== undefined && !choices.includes(this.#value as string))
      this.#refuse(`one of ${choices.join(', ')}`);
  }

  #refuse(what: string): never {
    throw new Error(`${this.#of}: ${this.#name} must be ${what}`);
  }
}

/** Whether it is a JSON object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object, by name. */
export const fieldsOf =
  (of: string, object: object | undefined) =>
  (name: string): Field =>
    new Field(of, name, (object as Readonly<Record<string, unknown>> | undefined)?.[name]);
