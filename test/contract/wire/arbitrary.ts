/** Random inputs and outputs of any operation, as the SDK has them: what every protocol can carry, and nothing less. */
import fc from 'fast-check';
import type { Member, Operation, Shape, StructureShape } from '../../../src/wire/shape.ts';

type Values = Record<string, unknown>;

/** Structures within structures; recursive shapes end here. */
const MAX_DEPTH = 4;

/** Any of some ASCII characters. */
const oneOf = (characters: string) => fc.constantFrom(...characters.split(''));

/** Characters that XML, forms, JSON and UTF-8 each have their difficulties with, among ordinary ones. */
const text = fc.string({
  unit: fc.oneof(
    { weight: 6, arbitrary: oneOf('abcXYZ019 -_.') },
    { weight: 2, arbitrary: oneOf('<>&"\'%+=/\\?#;:,{}[]$@!~^`|*()') },
    { weight: 1, arbitrary: fc.constantFrom('ü', '日', '🚲', '\n', '\t', '\u00a0', '\u2028') },
  ),
  maxLength: 12,
});
/** What a header field carries as it is. */
const fieldValue = fc
  .string({ unit: oneOf('abcXYZ019-_.=/:;"<>()'), minLength: 1, maxLength: 12 })
  .filter((value) => !value.includes('"'));
/** A label or token: never empty, never a dot segment. */
const label = text.filter((value) => /[a-z]/i.test(value));
/** The SDK itself loses a `__proto__`; that one has a test of its own. */
const key = fc.oneof(
  fc.constantFrom('constructor', 'a.b'),
  text.filter((value) => value !== ''),
);

const integers: Readonly<Record<string, number>> = { byte: 7, short: 15, integer: 31, long: 53 };
const double = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));
/** Whole seconds of four-digit years. */
const timestamp = fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => new Date(seconds * 1000));
const bytes = fc.uint8Array({ maxLength: 24 }).map((value) => Uint8Array.from(value));

function simple(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'boolean':
      return fc.boolean();
    case 'byte':
    case 'short':
    case 'integer':
    case 'long': {
      const end = 2 ** (integers[shape.kind] ?? 31) - 1;
      return fc.integer({ min: Math.max(-end, -(2 ** 31)), max: Math.min(end, 2 ** 31 - 1) });
    }
    case 'float':
    case 'double':
      return double;
    case 'timestamp':
      return timestamp;
    case 'blob':
      return bytes;
    case 'document':
      return fc.constant({ a: [1, 'x', null, true] });
    default:
      return text;
  }
}

/** Values of a shape in the body of a message. */
export function valueOf(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'structure':
      return structureOf(shape.members, depth);
    case 'union': {
      const members = depth < MAX_DEPTH ? shape.members : shape.members.slice(0, 1);
      return fc.oneof(
        ...members.map(({ name, target }) => valueOf(target, depth + 1).map((value) => ({ [name]: value }))),
      );
    }
    case 'list':
      return depth < MAX_DEPTH
        ? fc.array(valueOf(shape.member.target, depth + 1), { minLength: 1, maxLength: 3 })
        : fc.constant([]);
    case 'map':
      return depth < MAX_DEPTH
        ? fc
            .array(fc.tuple(key, valueOf(shape.value.target, depth + 1)), { minLength: 1, maxLength: 3 })
            .map((entries): Values => Object.fromEntries(entries))
        : fc.constant({});
    default:
      return simple(shape);
  }
}

function structureOf(members: readonly Member[], depth: number): fc.Arbitrary<Values> {
  const present = members.filter(
    ({ required, target }) => required || depth < MAX_DEPTH || !('members' in target),
  );
  const model = Object.fromEntries(present.map((member) => [member.name, memberOf(member, depth)]));
  const requiredKeys = present.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

function memberOf(member: Member, depth: number): fc.Arbitrary<unknown> {
  const { target, http, idempotencyToken } = member;
  if (idempotencyToken || http?.in === 'label') return target.kind === 'string' ? label : simple(target);
  if (http?.in === 'responseCode') return fc.constant(200);
  if (http?.in === 'header') {
    if (target.kind === 'list') return fc.array(fieldValue, { minLength: 1, maxLength: 3 });
    return target.kind === 'string' ? fieldValue : simple(target);
  }
  if (http?.in === 'prefixHeaders' || http?.in === 'queryParams') {
    const name = fc.string({ unit: oneOf('abc-'), minLength: 1, maxLength: 5 }).map((tail) => `q${tail}`);
    return fc.dictionary(name, fieldValue, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  }
  if (http?.in === 'query' && target.kind === 'string') return label;
  if (http?.in === 'payload' && target.kind === 'string') return label;
  if (http?.in === 'payload' && target.kind === 'blob') return fc.uint8Array({ minLength: 1, maxLength: 40 });
  return valueOf(target, depth + 1);
}

/** Members a client fills in itself, or makes up when they do not come: always given. */
function isAlwaysThere(member: Member): boolean {
  const { http, idempotencyToken } = member;
  const isContentType = http?.in === 'header' && http.name === 'content-type';
  const isPlace = http?.in === 'label' || http?.in === 'payload' || http?.in === 'responseCode';
  return idempotencyToken === true || isContentType || isPlace;
}

/** Inputs a client can send. */
export function inputOf(operation: Operation): fc.Arbitrary<Values> {
  return outputOf(operation.input);
}

/** Outputs a handler can give. */
export function outputOf(shape: StructureShape): fc.Arbitrary<Values> {
  const members = shape.members.map((member) =>
    isAlwaysThere(member) ? { ...member, target: member.target, required: true } : member,
  );
  return structureOf(members, 0);
}
