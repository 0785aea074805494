import assert from 'node:assert/strict';
import { type CborItem, CborTag } from '../../../../src/wire/cbor/item.ts';
import { readCbor } from '../../../../src/wire/cbor/reader.ts';
import { decodeMessage } from '../../../../src/wire/event-stream/message.ts';
import type { XmlElement } from '../../../../src/wire/xml/element.ts';
import { readXml } from '../../../../src/wire/xml/reader.ts';
import type { Case, ExpectedResponse } from './cases.ts';

/** An answer of the probe. */
export interface Answer {
  readonly failure?: string;
  readonly input?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
  readonly response?: AnsweredResponse;
}

interface AnsweredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Elements that AWS's answers have and the test cases leave out. */
const REQUEST_ID_ELEMENTS = new Set(['ResponseMetadata', 'requestId', 'RequestId', 'RequestID']);

/** Asserts that an answer is what a case wants. */
export function assertAnswer(test: Case, answer: Answer): void {
  assert.equal(answer.failure, undefined);
  if (test.refused) assert.ok(answer.error, `refused, and not read as ${JSON.stringify(answer.input)}`);
  else if ('input' in test) {
    assert.equal(answer.error, undefined);
    assertSame(answer.input, test.input);
  }
  if (!test.response) return;
  const response = test.refused ? answer.response : (answer as unknown as AnsweredResponse);
  assert.ok(response);
  assertResponse(response, test.response);
}

function assertResponse(response: AnsweredResponse, expected: ExpectedResponse): void {
  if (expected.code !== undefined) assert.equal(response.status, expected.code);
  const headers = new Map(
    Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assert.equal(headers.get(name.toLowerCase()), value, `header ${name}`);
  }
  for (const name of expected.requireHeaders ?? [])
    assert.ok(headers.has(name.toLowerCase()), `header ${name}`);
  for (const name of expected.forbidHeaders ?? [])
    assert.ok(!headers.has(name.toLowerCase()), `no header ${name}`);
  if (expected.messageRegex !== undefined) {
    assert.match(
      (JSON.parse(response.body) as { message: string }).message,
      new RegExp(expected.messageRegex),
    );
  }
  if (expected.body !== undefined) assertBody(response.body, expected.body, expected.bodyMediaType);
}

function assertBody(body: string, expected: string, mediaType: string | undefined): void {
  switch (expected === '' ? undefined : mediaType) {
    case 'application/json':
      return assert.deepEqual(JSON.parse(body), JSON.parse(expected));
    case 'application/xml':
      return assert.deepEqual(canonical(readXml(body)), canonical(readXml(expected)));
    case 'application/vnd.amazon.eventstream':
      return assert.deepEqual(parseFrames(body), parseFrames(expected));
    case 'application/cbor':
      return assert.deepEqual(parseCbor(body), parseCbor(expected));
    default:
      return assert.equal(body, expected);
  }
}

/** Whole messages, told from each other by their lengths; headers in any order. */
function parseFrames(base64: string): unknown[] {
  const messages: unknown[] = [];
  let bytes = Buffer.from(base64, 'base64');
  while (bytes.length > 0) {
    const { headers, payload } = decodeMessage(bytes.subarray(0, bytes.readUInt32BE(0)));
    messages.push({ headers: Object.fromEntries(headers), payload: Buffer.from(payload).toString('base64') });
    bytes = bytes.subarray(bytes.readUInt32BE(0));
  }
  return messages;
}

function parseCbor(base64: string): unknown {
  return plain(readCbor(Buffer.from(base64, 'base64')));
}

/** CBOR as it can be compared: keys in any order, floats as 32 bits hold them. */
function plain(item: CborItem): unknown {
  if (Array.isArray(item)) return item.map(plain);
  if (item instanceof CborTag) return { tag: item.tag, value: plain(item.value) };
  if (item instanceof Map)
    return Object.fromEntries([...item].map(([key, value]) => [key, plain(value as CborItem)]));
  return typeof item === 'number' ? Math.fround(item) : item;
}

/** XML as it can be compared: elements of different names and attributes in any order, white space between elements left out. */
function canonical({ name, namespace, attributes, children, text }: XmlElement): unknown {
  const byName = new Map<string, unknown[]>();
  for (const child of children) {
    if (REQUEST_ID_ELEMENTS.has(child.name)) continue;
    byName.set(child.name, [...(byName.get(child.name) ?? []), canonical(child)]);
  }
  return {
    name,
    namespace,
    attributes: Object.fromEntries(attributes.map((one) => [`${one.namespace} ${one.name}`, one.value])),
    children: Object.fromEntries(byName),
    text: children.length > 0 ? '' : text,
  };
}

/** Params as they can be compared: times may be written in RFC 3339, floats may have been 32 bits wide. */
function assertSame(actual: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    assert.equal(Math.fround(actual), Math.fround(expected), path);
  } else if (typeof expected === 'string' && typeof actual === 'number') {
    assert.equal(actual, Date.parse(expected) / 1000, path);
  } else if (expected === null || typeof expected !== 'object') {
    assert.deepEqual(actual, expected, path);
  } else {
    assert.ok(actual !== null && typeof actual === 'object', `${path}: ${JSON.stringify(actual)}`);
    const [left, right] = [actual as Record<string, unknown>, expected as Record<string, unknown>];
    assert.deepEqual(Object.keys(left).sort(), Object.keys(right).sort(), path);
    for (const key of Object.keys(right)) assertSame(left[key], right[key], `${path}/${key}`);
  }
}
