/**
 * The one place that knows how the SDK for JavaScript lays out its operation schemas (static tuples on the index of each client).
 * Every assumption is asserted, so that a new layout stops the generator instead of changing the snapshot quietly.
 *
 * `Operation$ = [9, namespace, name, traits, input, output]`; structures `[3 | -3 (error), ns, name, traits, names, refs, requiredCount]`
 * with the required members first; unions `[4, ...]`; lists `[1, ns, name, traits, ref]`; maps `[2, ns, name, traits, key, value]`;
 * aliases `[0, ns, name, traits, ref]`. A ref is a number, `'unit'`, a thunk, a tuple, or a pair `[ref, traits]`, the only array of
 * length 2.
 * @see https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/schema/static-schemas.ts
 */
import assert from 'node:assert/strict';

/** Member and shape traits by name; set bits of a bit field are `1`. */
export type Traits = Readonly<Record<string, unknown>>;

/** A reference, resolved as far as a named or simple shape. */
export type Target =
  | { readonly simple: string }
  | { readonly listOf: string }
  | { readonly mapOf: string }
  | { readonly shape: NamedTuple };

/** A structure, union, list or map of the SDK. */
export interface NamedTuple {
  readonly kind: 'structure' | 'union' | 'list' | 'map';
  readonly name: string;
  readonly isError: boolean;
  readonly traits: Traits;
  /** Structures and unions: in order. */
  readonly members: readonly MemberTuple[];
  /** Lists: `member`; maps: `key`, `value`. */
  readonly parts: Readonly<Record<string, MemberTuple>>;
}

/** A member with its traits, those of aliases on the way to its target included. */
export interface MemberTuple {
  readonly name: string;
  readonly required: boolean;
  readonly traits: Traits;
  readonly target: Target;
}

/** An operation of the SDK. */
export interface OperationTuple {
  readonly name: string;
  readonly traits: Traits;
  readonly input: Target;
  readonly output: Target;
}

const BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
] as const;

const SIMPLE: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
  15: 'document',
  17: 'bigInteger',
  19: 'bigDecimal',
  21: 'blob',
  42: 'streamingBlob',
};

/** Reads traits, a record or a bit field. */
function readTraits(traits: unknown): Traits {
  if (typeof traits === 'number') {
    assert.ok(traits < 1 << BITS.length, `unknown trait bits ${traits}`);
    return Object.fromEntries(BITS.filter((_, bit) => traits & (1 << bit)).map((name) => [name, 1]));
  }
  assert.ok(traits && typeof traits === 'object', `traits ${String(traits)}`);
  return traits as Traits;
}

function readSimple(code: number): Target {
  if (code >= 128) return { mapOf: simpleName(code - 128) };
  if (code >= 64) return { listOf: simpleName(code - 64) };
  return { simple: simpleName(code) };
}

function simpleName(code: number): string {
  const name = SIMPLE[code];
  assert.ok(name, `unknown simple schema ${code}`);
  return name;
}

/** Resolves a reference: its target and the traits met on the way, the nearest winning. */
function readReference(reference: unknown, traits: Traits = {}): { target: Target; traits: Traits } {
  if (typeof reference === 'number') return { target: readSimple(reference), traits };
  if (reference === 'unit') return { target: { simple: 'unit' }, traits };
  if (typeof reference === 'function') return readReference(reference(), traits);
  assert.ok(Array.isArray(reference), `reference ${String(reference)}`);
  if (reference.length === 2) return readReference(reference[0], { ...readTraits(reference[1]), ...traits });
  if (reference[0] === 0) {
    assert.equal(reference.length, 5, 'alias layout');
    return readReference(reference[4], { ...readTraits(reference[3]), ...traits });
  }
  return { target: { shape: readNamed(reference) }, traits };
}

function readMember(name: string, reference: unknown, required: boolean): MemberTuple {
  const { target, traits } = readReference(reference);
  return { name, required, traits, target };
}

const KINDS: Readonly<Record<number, NamedTuple['kind']>> = {
  1: 'list',
  2: 'map',
  3: 'structure',
  [-3]: 'structure',
  4: 'union',
};

/** Reads a structure, error, union, list or map. Members are read when asked, since schemas recurse. */
function readNamed(tuple: readonly unknown[]): NamedTuple {
  const [kindCode, , name, traits] = tuple as [number, string, string, unknown];
  const kind = KINDS[kindCode];
  assert.ok(kind && typeof name === 'string', `schema of unknown kind ${kindCode}`);
  return {
    kind,
    name,
    isError: kindCode === -3,
    traits: readTraits(traits),
    get members() {
      return readMembers(kind, tuple);
    },
    get parts() {
      return readParts(kind, tuple);
    },
  };
}

function readMembers(kind: NamedTuple['kind'], tuple: readonly unknown[]): readonly MemberTuple[] {
  if (kind !== 'structure' && kind !== 'union') return [];
  const [, , name, , names, references, requiredCount] = tuple as [
    number,
    string,
    string,
    unknown,
    string[],
    unknown[],
    number?,
  ];
  assert.ok(Array.isArray(names) && Array.isArray(references), `structure layout of ${name}`);
  assert.equal(names.length, references.length, `members of ${name}`);
  assert.ok(requiredCount === undefined || requiredCount <= names.length, `required count of ${name}`);
  return names.map((member, index) => readMember(member, references[index], index < (requiredCount ?? 0)));
}

function readParts(
  kind: NamedTuple['kind'],
  tuple: readonly unknown[],
): Readonly<Record<string, MemberTuple>> {
  if (kind === 'list') return { member: readMember('member', tuple[4], false) };
  if (kind !== 'map') return {};
  assert.equal(tuple.length, 6, `map layout of ${String(tuple[2])}`);
  return { key: readMember('key', tuple[4], false), value: readMember('value', tuple[5], false) };
}

/** The operations of a client module, by name in order. */
export function readOperations(sdk: Readonly<Record<string, unknown>>): OperationTuple[] {
  const tuples = Object.values(sdk).filter(
    (value): value is unknown[] => Array.isArray(value) && value[0] === 9,
  );
  assert.ok(tuples.length > 0, 'no operation schemas in the client');
  return tuples
    .map((tuple) => {
      assert.equal(tuple.length, 6, `operation layout of ${String(tuple[2])}`);
      return {
        name: String(tuple[2]),
        traits: readTraits(tuple[3]),
        input: readReference(tuple[4]).target,
        output: readReference(tuple[5]).target,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The error structures of a client module; the root class of all, which is not AWS's, left out. */
export function readErrors(sdk: Readonly<Record<string, unknown>>): NamedTuple[] {
  return Object.values(sdk)
    .filter((value): value is unknown[] => Array.isArray(value) && value[0] === -3)
    .filter((tuple) => !String(tuple[1]).startsWith('smithy.ts.sdk.synthetic'))
    .map(readNamed)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
