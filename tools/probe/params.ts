import type { Readable } from 'node:stream';
import type { Member, Shape, StructureShape } from '../../src/wire/shape.ts';
import { dateOfSeconds, parseTimestamp } from '../../src/wire/timestamp.ts';

/** How blobs stand in params. */
export type BlobForm = 'text' | 'base64';

/**
 * Values in the form of the public protocol tests' `params`: timestamps are seconds since the epoch (read also in RFC 3339), blobs text
 * (`{"$base64": ...}` for bytes that are no text) or base64 throughout, NaN and the infinities strings, streams of bytes as blobs, streams
 * of events lists.
 */
export class Params {
  readonly #blobs: BlobForm;

  constructor(blobs: BlobForm) {
    this.#blobs = blobs;
  }

  /** The value of a structure in params, streams read to their end. @throws what a stream throws */
  async write(
    shape: StructureShape,
    value: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const written: Record<string, unknown> = {};
    for (const member of shape.members) {
      const own = value[member.name];
      if (own === undefined || own === null) continue;
      const params = await this.#writeMember(member, own);
      if (params !== undefined) written[member.name] = params;
    }
    return written;
  }

  /** An empty stream counts as none. */
  async #writeMember(member: Member, value: unknown): Promise<unknown> {
    if (member.eventStream) {
      const events: unknown[] = [];
      for await (const event of value as AsyncIterable<unknown>)
        events.push(this.#write(member.target, event));
      return events;
    }
    if (!member.streaming) return this.#write(member.target, value);
    const bytes = value instanceof Uint8Array ? value : Buffer.concat(await (value as Readable).toArray());
    return bytes.length === 0 ? undefined : this.#writeBlob(bytes);
  }

  #write(shape: Shape, value: unknown): unknown {
    if (value === undefined || value === null) return null;
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return this.#each(
          value,
          (name) => shape.members.find((member) => member.name === name)?.target,
          (target, item) => this.#write(target, item),
        );
      case 'list':
        return (value as readonly unknown[]).map((item) => this.#write(shape.member.target, item));
      case 'map':
        return this.#each(
          value,
          () => shape.value.target,
          (target, item) => this.#write(target, item),
        );
      case 'blob':
        return this.#writeBlob(value as Uint8Array);
      case 'timestamp':
        return (value as Date).getTime() / 1000;
      case 'float':
      case 'double':
        return Number.isFinite(value) ? value : String(value as number);
      case 'bigInteger':
      case 'bigDecimal':
        return rawNumber(String(value as bigint | string));
      default:
        return value;
    }
  }

  #writeBlob(bytes: Uint8Array): unknown {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#blobs === 'base64') return buffer.toString('base64');
    const text = buffer.toString('utf8');
    return Buffer.from(text).equals(buffer) ? text : { $base64: buffer.toString('base64') };
  }

  /** The value that params stand for. */
  read(shape: Shape, params: unknown): unknown {
    if (params === undefined || params === null) return params;
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return this.#readMembers(shape.members, params as Readonly<Record<string, unknown>>);
      case 'list':
        return (params as readonly unknown[]).map((item) => this.read(shape.member.target, item));
      case 'map':
        return this.#each(
          params,
          () => shape.value.target,
          (target, item) => this.read(target, item),
        );
      case 'blob':
        return this.#readBlob(params);
      case 'timestamp':
        return typeof params === 'number'
          ? dateOfSeconds(params)
          : parseTimestamp(params as string, 'date-time');
      case 'float':
      case 'double':
        return Number(params);
      case 'bigInteger':
        return BigInt(params as number | string);
      case 'bigDecimal':
        return String(params as number | string);
      default:
        return params;
    }
  }

  #readMembers(
    members: readonly Member[],
    params: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const { name, target, eventStream } of members) {
      if (params[name] === undefined) continue;
      value[name] = eventStream
        ? this.#readEvents(target, params[name] as unknown[])
        : this.read(target, params[name]);
    }
    return value;
  }

  async *#readEvents(union: Shape, events: readonly unknown[]): AsyncGenerator<unknown> {
    for (const event of events) yield this.read(union, event);
  }

  #readBlob(params: unknown): Buffer {
    if (typeof params === 'object') return Buffer.from((params as { $base64: string }).$base64, 'base64');
    return Buffer.from(params as string, this.#blobs === 'base64' ? 'base64' : 'utf8');
  }

  #each(
    record: unknown,
    targetOf: (name: string) => Shape | undefined,
    convert: (shape: Shape, value: unknown) => unknown,
  ): Record<string, unknown> {
    const entries = Object.entries(record as object).map(([name, value]) => {
      const target = targetOf(name);
      return [name, target ? convert(target, value) : value];
    });
    return Object.fromEntries(entries) as Record<string, unknown>;
  }
}

/** A number with all its digits. */
function rawNumber(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}
