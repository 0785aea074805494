/** From the SDK's schemas to the entries of a schema file. */
import assert from 'node:assert/strict';
import type {
  MemberEntry,
  OperationEntry,
  Reference,
  SchemaFile,
  ShapeEntry,
} from '../../src/wire/snapshot/schema-file.ts';
import {
  type MemberTuple,
  type NamedTuple,
  type OperationTuple,
  readErrors,
  readOperations,
  type Target,
  type Traits,
} from './tuples.ts';

/** Traits of a member that are carried over when set. */
const FLAGS = [
  'httpLabel',
  'httpQueryParams',
  'httpPayload',
  'httpResponseCode',
  'xmlFlattened',
  'xmlAttribute',
  'requiresLength',
  'eventHeader',
  'eventPayload',
  'hostLabel',
  'idempotencyToken',
  'sensitive',
] as const;
const WORDS = [
  'httpQuery',
  'httpHeader',
  'httpPrefixHeaders',
  'jsonName',
  'xmlName',
  'ec2QueryName',
  'timestampFormat',
  'mediaType',
] as const;
/** Traits that are known and say nothing to a server. */
const IGNORED = new Set([
  'idempotent',
  'httpChecksum',
  'endpoint',
  'streaming',
  'error',
  'httpError',
  'awsQueryError',
  'sparse',
  'http',
  'xmlNamespace',
]);

function assertKnown(traits: Traits, where: string): void {
  const known = new Set<string>([...FLAGS, ...WORDS, ...IGNORED]);
  for (const name of Object.keys(traits)) assert.ok(known.has(name), `unknown trait ${name} on ${where}`);
}

function xmlNamespaceOf(traits: Traits): [string, string?] | undefined {
  const value = traits.xmlNamespace;
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [value];
  const [first, second] = value as [string, string];
  return second === undefined ? [first] : [second, first]; // the SDK writes the prefix first
}

/** Collects the shapes reachable from operations. */
class Shapes {
  readonly entries: Record<string, ShapeEntry> = {};

  reference(target: Target): Reference {
    if ('simple' in target) return target.simple;
    if ('listOf' in target) return `[${target.listOf}]`;
    if ('mapOf' in target) return `{${target.mapOf}}`;
    this.add(target.shape);
    return `#${target.shape.name}`;
  }

  add(tuple: NamedTuple): void {
    if (this.entries[tuple.name]) {
      assert.equal(this.entries[tuple.name]?.kind, tuple.kind, `two shapes named ${tuple.name}`);
      return;
    }
    this.entries[tuple.name] = { kind: tuple.kind }; // seen: schemas recurse
    assertKnown(tuple.traits, tuple.name);
    this.entries[tuple.name] = this.#entry(tuple);
  }

  #entry(tuple: NamedTuple): ShapeEntry {
    const { traits } = tuple;
    const xmlNamespace = xmlNamespaceOf(traits);
    const members: Record<string, MemberEntry> = {};
    for (const member of tuple.members) members[member.name] = this.#member(member, tuple.name);
    const parts = Object.entries(tuple.parts).map(([name, part]) => [name, this.#member(part, tuple.name)]);
    return {
      kind: tuple.kind,
      ...(traits.xmlName !== undefined && { xmlName: traits.xmlName as string }),
      ...(xmlNamespace && { xmlNamespace }),
      ...(traits.sparse !== undefined && { sparse: true as const }),
      ...(traits.sensitive !== undefined && { sensitive: true as const }),
      ...(traits.streaming !== undefined && { streaming: true as const }),
      ...(tuple.isError && { error: errorFacts(tuple) }),
      ...(tuple.kind === 'structure' || tuple.kind === 'union' ? { members } : Object.fromEntries(parts)),
    };
  }

  #member(member: MemberTuple, where: string): MemberEntry {
    assertKnown(member.traits, `${where}.${member.name}`);
    const entry: Record<string, unknown> = { target: this.reference(member.target) };
    if (member.required) entry.required = true;
    for (const name of WORDS) if (member.traits[name] !== undefined) entry[name] = member.traits[name];
    for (const name of FLAGS) if (member.traits[name] !== undefined) entry[name] = true;
    const xmlNamespace = xmlNamespaceOf(member.traits);
    if (xmlNamespace) entry.xmlNamespace = xmlNamespace;
    return entry as unknown as MemberEntry;
  }
}

function errorFacts(tuple: NamedTuple): NonNullable<ShapeEntry['error']> {
  const { error, httpError, awsQueryError } = tuple.traits;
  assert.ok(error === 'client' || error === 'server', `blame of ${tuple.name}`);
  const [queryCode, queryStatus] = (awsQueryError ?? []) as [string?, number?];
  return {
    blame: error,
    ...(httpError !== undefined && { status: Number(httpError) }),
    ...(queryCode !== undefined && { queryCode }),
    ...(queryStatus !== undefined && { queryStatus }),
  };
}

/**
 * The URI as the service's model has it: the SDK leaves the bucket to its endpoint rules and adds an `x-id` of its own, which other
 * clients do not send.
 */
function serverUri(uri: string, operation: OperationTuple): string {
  const [path = '/', query = ''] = uri.split('?');
  const literals = query.split('&').filter((part) => part !== '' && !part.startsWith('x-id='));
  const input = 'shape' in operation.input ? operation.input.shape : undefined;
  const bucket = input?.members.some((member) => member.name === 'Bucket' && member.traits.httpLabel);
  const serverPath = bucket && !path.includes('{Bucket}') ? `/{Bucket}${path === '/' ? '' : path}` : path;
  return literals.length > 0 ? `${serverPath}?${literals.join('&')}` : serverPath;
}

function operationEntry(operation: OperationTuple, shapes: Shapes): OperationEntry {
  const http = operation.traits.http as [string, string, number] | undefined;
  return [
    http ? [http[0], serverUri(http[1], operation), http[2]] : null,
    shapes.reference(operation.input),
    shapes.reference(operation.output),
  ];
}

/** Everything a server needs of a client's schemas. */
export function extractSchemas(
  sdk: Readonly<Record<string, unknown>>,
): Pick<SchemaFile, 'operations' | 'shapes'> {
  const shapes = new Shapes();
  const operations: Record<string, OperationEntry> = {};
  for (const operation of readOperations(sdk)) operations[operation.name] = operationEntry(operation, shapes);
  for (const error of readErrors(sdk)) shapes.add(error);
  const sorted = Object.entries(shapes.entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return { operations, shapes: Object.fromEntries(sorted) };
}
