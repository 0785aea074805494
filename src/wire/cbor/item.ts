/** A tagged CBOR item; tags 2 and 3 (big integers) are read as bigint instead. */
export class CborTag {
  readonly tag: number;
  readonly value: CborItem;

  constructor(tag: number, value: CborItem) {
    this.tag = tag;
    this.value = value;
  }
}

/**
 * An item of CBOR. Integers are numbers where a number holds them exactly, else bigint. Maps have text keys. `undefined` is read as null.
 */
export type CborItem =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly CborItem[]
  | ReadonlyMap<string, CborItem>
  | CborTag;

/** What is wrong with bytes that are not one CBOR item, or not one we read. */
export class CborError extends Error {
  /** @param offset bytes before the fault */
  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = 'CborError';
  }
}
