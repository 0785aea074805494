import { type DocumentCodec, PerShape } from '../protocol.ts';
import type { Member, Shape } from '../shape.ts';
import { holdsBigNumbers, parseJson, parseJsonExactly } from './parse.ts';
import { JsonReaders, type ReadJson } from './read.ts';
import { JsonWriters, type WriteJson } from './write.ts';

/** JSON documents, read and written by closures compiled from the shapes. */
export class JsonCodec implements DocumentCodec {
  readonly contentType: string;
  readonly timestampFormat = 'epoch-seconds';
  readonly #readers: JsonReaders;
  readonly #writers: JsonWriters;
  readonly #partReaders = new PerShape<readonly Member[], ReadJson>((members) =>
    this.#readers.structure(members),
  );
  readonly #partWriters = new PerShape<readonly Member[], WriteJson>((members) =>
    this.#writers.structure(members),
  );

  /** @param useJsonName whether members go by their `jsonName` */
  constructor(contentType: string, useJsonName: boolean) {
    this.contentType = contentType;
    this.#readers = new JsonReaders(useJsonName);
    this.#writers = new JsonWriters(useJsonName);
  }

  read(shape: Shape, bytes: Buffer, members?: readonly Member[], payload?: Member): unknown {
    const value = holdsBigNumbers.of(shape) ? parseJsonExactly(bytes) : parseJson(bytes);
    return this.#reader(shape, members, payload)(value);
  }

  write(shape: Shape, value: unknown, members?: readonly Member[], payload?: Member): string {
    if (value === undefined || value === null) return '{}';
    const write = members
      ? this.#partWriters.of(members)
      : payload
        ? this.#writers.member(payload)
        : this.#writers.shape(shape);
    return JSON.stringify(write(value));
  }

  #reader(shape: Shape, members?: readonly Member[], payload?: Member): ReadJson {
    if (members) return this.#partReaders.of(members);
    return payload ? this.#readers.member(payload) : this.#readers.shape(shape);
  }
}
