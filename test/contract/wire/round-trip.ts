/** What the SDK encodes, we decode to the same value; what we encode, it decodes to the same. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { HeaderMap } from '../../../src/wire/header-map.ts';
import type { Protocol, ProtocolResponse } from '../../../src/wire/protocol.ts';
import { PROTOCOLS } from '../../../src/wire/protocols.ts';
import type { Received } from '../../../src/wire/received.ts';
import { Recogniser } from '../../../src/wire/recognise/recogniser.ts';
import type { Operation, ServiceModel } from '../../../src/wire/shape.ts';
import type { Catalog } from '../../../src/wire/snapshot/catalog.ts';
import { inputOf, outputOf } from './arbitrary.ts';

type Sdk = Readonly<Record<string, unknown>>;
type Values = Record<string, unknown>;

/** The parts of the SDK's requests that are looked at. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface Sender {
  send(command: unknown): Promise<Values>;
}

/** A client whose requests go nowhere. */
class CapturedClient {
  readonly #client: Sender;
  readonly #sdk: Sdk;
  #request: SdkRequest | undefined;
  #answer: ProtocolResponse = { status: 200, headers: {}, body: '' };

  /** @param more configuration, e.g. a protocol */
  constructor(sdk: Sdk, more: object = {}) {
    this.#sdk = sdk;
    const Client = Object.entries(sdk).find(
      ([name]) => name.endsWith('Client') && name !== 'Client' && !name.startsWith('_'),
    )?.[1];
    const handle = async (request: SdkRequest) => {
      this.#request = request;
      const { status, headers, body } = this.#answer;
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const stream =
        body === undefined || typeof body === 'string' || body instanceof Uint8Array
          ? Readable.from([Buffer.from(body ?? '')], { objectMode: false })
          : body;
      return { response: { statusCode: status, headers: lower, body: stream } };
    };
    const config = {
      region: 'us-east-1',
      endpoint: 'http://localhost',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
      requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } },
      maxAttempts: 1,
      ...more,
    };
    this.#client = Reflect.construct(Client as new () => unknown, [config]) as Sender;
  }

  /** The request the client makes of an input; its answer is not looked at. */
  async requestOf(operation: string, input: Values): Promise<SdkRequest> {
    this.#request = undefined;
    this.#answer = { status: 200, headers: { 'content-length': '0' }, body: undefined };
    const failure = await this.#send(operation, input).catch((error: unknown) => error);
    assert.ok(this.#request, `${operation} was not sent: ${String(failure)}`);
    return this.#request;
  }

  /** What the client makes of an answer. */
  async outputOf(operation: string, input: Values, answer: ProtocolResponse): Promise<Values> {
    this.#answer = answer;
    const { $metadata: _metadata, ...output } = await this.#send(operation, input);
    return output;
  }

  #send(operation: string, input: Values): Promise<Values> {
    const Command = this.#sdk[`${operation}Command`] as new (input: Values) => unknown;
    return this.#client.send(new Command(input));
  }
}

/** A request of the SDK's as it would arrive. */
function receivedOf({ method, path, query, headers, body }: SdkRequest): Received & { bytes: Buffer } {
  const encode = (part: string) =>
    encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  const rawQuery = Object.entries(query ?? {})
    .flatMap(([name, value]) =>
      value === null ? [encode(name)] : [value].flat().map((each) => `${encode(name)}=${encode(each)}`),
    )
    .join('&');
  const bytes = Buffer.from(body ?? '');
  return {
    method,
    rawPath: path,
    rawQuery,
    headers: new HeaderMap(Object.entries(headers).flat()),
    body: Readable.from([bytes], { objectMode: false }),
    origin: { sourceIp: '127.0.0.1', secure: false },
    bytes,
  };
}

/** How a service's round trips are run. */
export interface RoundTripOptions {
  readonly catalog: Catalog;
  readonly service: string;
  readonly sdk: Sdk;
  /** Runs per operation and direction. */
  readonly runs: number;
  readonly seed?: number;
  /** Operations that are left alone, each for a reason given where they are listed. */
  readonly except?: readonly string[];
  /** Client configuration, e.g. another protocol. */
  readonly config?: object;
  /** Query cannot tell empty structures, lists and maps from absent ones: they are left out of the comparison. */
  readonly emptyIsAbsent?: boolean;
  /** Top members the client makes itself: not compared. */
  readonly ignored?: readonly string[];
  /** Members an input must have in some form of their own, e.g. a bucket's name. */
  readonly fixed?: Values;
}

/** Checks every operation of a service both ways. */
export async function checkRoundTrips(options: RoundTripOptions): Promise<void> {
  const { catalog, service, sdk, except = [] } = options;
  const model = catalog.model(service);
  assert.ok(model);
  const client = new CapturedClient(sdk, options.config);
  const recogniser = new Recogniser(catalog);
  for (const name of model.operationNames) {
    const operation = model.operation(name);
    if (
      !operation ||
      except.includes(name) ||
      operation.inputStream?.eventStream ||
      operation.outputStream?.eventStream
    )
      continue;
    const protocol = await checkInputs(client, recogniser, model, operation, options);
    await checkOutputs(client, protocol, operation, options);
  }
}

const settings = ({ runs, seed }: RoundTripOptions) => ({
  numRuns: runs,
  ...(seed !== undefined && { seed }),
});

async function checkInputs(
  client: CapturedClient,
  recogniser: Recogniser,
  model: ServiceModel,
  operation: Operation,
  options: RoundTripOptions,
): Promise<Protocol> {
  let protocol: Protocol | undefined;
  const property = fc.asyncProperty(inputFor(operation, options), async (input) => {
    const received = receivedOf(await client.requestOf(operation.name, input));
    const first = recogniser.recognise(received, 'localhost');
    const recognised = first?.operation === undefined ? (byForm(recogniser, received.bytes) ?? first) : first;
    assert.equal(recognised?.model, model);
    if (recognised?.operation !== undefined) assert.equal(recognised.operation, operation.name);
    protocol = PROTOCOLS[recognised?.protocol ?? 'restJson1'];
    const { method, rawQuery, headers, bytes } = received;
    const { labels, path } = recognised as NonNullable<typeof recognised>;
    const streams = operation.inputStream !== undefined;
    const request = {
      method,
      rawPath: path,
      rawQuery,
      headers,
      labels,
      body: streams ? Buffer.alloc(0) : bytes,
    };
    const decoded = protocol.decode(operation, streams ? { ...request, stream: received.body } : request);
    withoutNamed(operation, decoded);
    await assertSame(decoded, input, options);
  });
  await named(operation, 'input', fc.assert(property, settings(options)));
  return protocol as Protocol;
}

/** A server puts parameters that have members of their own into the map of all of them, too; the generator's names tell them apart. */
function withoutNamed({ input }: Operation, decoded: Values): void {
  for (const { name, http } of input.members) {
    if (http?.in !== 'queryParams' || !decoded[name]) continue;
    const own = Object.entries(decoded[name]).filter(([parameter]) => parameter.startsWith('q'));
    if (own.length > 0) decoded[name] = Object.fromEntries(own);
    else delete decoded[name];
  }
}

async function checkOutputs(
  client: CapturedClient,
  protocol: Protocol,
  operation: Operation,
  options: RoundTripOptions,
): Promise<void> {
  const [input = {}] = fc.sample(inputFor(operation, options), { numRuns: 1, seed: 1 });
  const xml = ['awsQuery', 'ec2Query', 'restXml'].includes(protocol.name);
  const property = fc.asyncProperty(outputOf(operation.output), async (output) => {
    const answer = protocol.encode(operation, output, 'request-id');
    const decoded = await client.outputOf(operation.name, input, answer);
    const seen = xml ? withoutBlankLines : (value: Values) => value;
    await assertSame(seen(decoded) as Values, seen(output) as Values, options);
  });
  await named(operation, 'output', fc.assert(property, settings(options)));
}

function inputFor(operation: Operation, { fixed = {} }: RoundTripOptions): fc.Arbitrary<Values> {
  const own = operation.input.members
    .filter(({ name }) => name in fixed)
    .map(({ name }) => [name, fixed[name]]);
  return own.length === 0
    ? inputOf(operation)
    : inputOf(operation).map((input) => ({ ...input, ...Object.fromEntries(own) }));
}

/** A Query request that is not signed tells its service in the body. */
function byForm(recogniser: Recogniser, body: Buffer): ReturnType<Recogniser['byVersion']> {
  const form = new URLSearchParams(body.toString());
  return recogniser.byVersion(form.get('Version') ?? '', form.get('Action') ?? '');
}

/** The SDK takes text of nothing but white space with a line feed in it for indentation, however it is written. */
function withoutBlankLines(value: unknown): unknown {
  if (typeof value === 'string') return /^\s*\n\s*$/.test(value) ? '' : value;
  if (Array.isArray(value)) return value.map(withoutBlankLines);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [withoutBlankLines(name), withoutBlankLines(item)]),
  );
}

async function assertSame(
  actual: Values,
  expected: Values,
  { emptyIsAbsent, ignored = [] }: RoundTripOptions,
): Promise<void> {
  const without = (values: Values) => ({
    ...values,
    ...Object.fromEntries(ignored.map((name) => [name, undefined])),
  });
  const [left, right] = [await comparable(without(actual)), await comparable(without(expected))];
  if (emptyIsAbsent) assert.deepEqual(pruned(left) ?? {}, pruned(right) ?? {});
  else assert.deepEqual(left, right);
}

/** Without empty lists, maps and structures; undefined when nothing is left. */
function pruned(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const entries = Object.entries(value)
    .map(([name, item]) => [name, pruned(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

async function named(operation: Operation, side: string, run: Promise<unknown>): Promise<void> {
  await run.catch((error: Error) => {
    throw new Error(`${operation.service.name} ${operation.name} ${side}: ${error.message}`, {
      cause: error,
    });
  });
}

/** Values in one form: bytes as hex, streams read, absent members absent. */
async function comparable(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Readable) return `bytes ${Buffer.concat(await value.toArray()).toString('hex')}`;
  if (value === null || typeof value !== 'object') return value;
  if ('deserializeJSON' in value) return (value as { toString(): string }).toString(); // the SDK's lazy JSON
  if (Array.isArray(value)) return Promise.all(value.map(comparable));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const compared = await Promise.all(
    entries.map(async ([name, item]) => [`. ${name}`, await comparable(item)] as const),
  );
  return Object.fromEntries(compared.sort(([a], [b]) => (a < b ? -1 : 1)));
}
