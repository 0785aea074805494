import type { Readable } from 'node:stream';
import type { CallContext } from './call.ts';

interface AnyCommand {
  input: object;
  // biome-ignore lint/suspicious/noExplicitAny: shape of every SDK command
  resolveMiddleware(...args: any[]): (...args: any[]) => Promise<{ output: any }>;
}

/** A required member is typed `T | undefined` by the SDK; the wire has checked it is there. */
type Present<I> = {
  [K in keyof I]: NonNullable<unknown> extends Pick<I, K>
    ? StreamIn<I[K]>
    : Exclude<StreamIn<I[K]>, undefined>;
};

/** Streaming blobs arrive as a Readable, whatever the client sent. */
type StreamIn<T> =
  Extract<T, { readonly locked: boolean } | Blob> extends never ? T : Readable | Extract<T, undefined>;

/** Streaming blobs may be answered as bytes or a stream. */
type StreamOut<T> = T extends { transformToByteArray: unknown }
  ? Readable | Uint8Array | AsyncIterable<Uint8Array>
  : T;

/** What the operation of an SDK command takes, as a handler sees it. */
export type InputOf<Command> = Command extends new (
  // biome-ignore lint/suspicious/noExplicitAny: constructor of any command
  ...args: any[]
) => { input: infer I }
  ? Present<I>
  : never;

/** What the operation of an SDK command answers, without `$metadata`. */
export type OutputOf<Command> = Command extends new (
  // biome-ignore lint/suspicious/noExplicitAny: constructor of any command
  ...args: any[]
) => AnyCommand
  ? ReturnType<InstanceType<Command>['resolveMiddleware']> extends (
      ...args: never[]
    ) => Promise<{ output: infer O }>
    ? { [K in keyof O as K extends '$metadata' ? never : K]: StreamOut<O[K]> }
    : never
  : never;

/**
 * The handlers of a service, checked against the official SDK: names, inputs and outputs.
 * `const operations = { CreateEndpoint: createEndpoint } satisfies Operations<typeof sdk, Context>`
 */
export type Operations<Sdk, Context = CallContext> = {
  [K in keyof Sdk as K extends `${infer Name}Command` ? Name : never]?: (
    input: InputOf<Sdk[K]>,
    context: Context,
  ) => OutputOf<Sdk[K]> | Promise<OutputOf<Sdk[K]>>;
};
