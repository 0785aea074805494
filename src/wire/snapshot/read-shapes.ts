import type {
  Constraints,
  HttpBinding,
  ListShape,
  MapShape,
  Member,
  Shape,
  SimpleKind,
  StructureShape,
  TimestampFormat,
  UnionShape,
  XmlNamespace,
} from '../shape.ts';
import { UNIT } from '../shape.ts';
import type { ConstraintEntry, ConstraintFile, MemberEntry, SchemaFile, ShapeEntry } from './schema-file.ts';

const TIMESTAMPS = new Set(['timestamp', 'date-time', 'http-date', 'epoch-seconds']);

/** The shapes of one service, built when first asked for, each once. */
export class ShapeTable {
  readonly #schema: SchemaFile;
  readonly #constraints: ConstraintFile | undefined;
  readonly #built = new Map<string, Shape>();

  constructor(schema: SchemaFile, constraints: ConstraintFile | undefined) {
    this.#schema = schema;
    this.#constraints = constraints;
  }

  /** An input, output or error: a structure, or the empty one for `unit`. */
  structure(reference: string): StructureShape {
    if (reference === 'unit') return UNIT;
    const shape = this.#shape(reference, undefined);
    if (shape.kind !== 'structure') throw new Error(`${reference} is not a structure`);
    return shape;
  }

  /** @param constraint the name in the constraint file's table, for shapes that are not structures */
  #shape(reference: string, constraint: string | undefined): Shape {
    const key = constraint === undefined ? reference : `${reference}|${constraint}`;
    let shape = this.#built.get(key);
    if (!shape) {
      shape = this.#build(reference, constraint);
      this.#built.set(key, shape);
    }
    return shape;
  }

  #build(reference: string, constraint: string | undefined): Shape {
    const demands = constraint === undefined ? undefined : this.#constraints?.shapes[constraint];
    if (reference.startsWith('#')) return this.#named(reference.slice(1), constraint, demands);
    const inner = reference.slice(1, -1);
    if (reference.startsWith('['))
      return this.#list(reference, constraint, { target: inner }, false, demands);
    if (reference.startsWith('{')) {
      return this.#map(reference, constraint, { target: 'string' }, { target: inner }, false, demands);
    }
    return {
      kind: simpleKind(reference, demands),
      name: constraint ?? reference,
      ...constraintsOf(demands),
    };
  }

  #named(name: string, constraint: string | undefined, demands: ConstraintEntry | undefined): Shape {
    const entry = this.#schema.shapes[name];
    if (!entry) throw new Error(`no shape ${name} in the schemas of ${this.#schema.origin.source}`);
    const sparse = entry.sparse ?? false;
    if (entry.kind === 'list') {
      return this.#list(name, constraint, entry.member ?? { target: 'string' }, sparse, demands);
    }
    if (entry.kind === 'map') {
      const none = { target: 'string' };
      return this.#map(name, constraint, entry.key ?? none, entry.value ?? none, sparse, demands);
    }
    return this.#record(name, entry, entry.kind);
  }

  #record(name: string, entry: ShapeEntry, kind: 'structure' | 'union'): StructureShape | UnionShape {
    const demanded = this.#constraints?.members[name] ?? {};
    const tokens = this.#constraints?.requiredTokens[name] ?? [];
    const members = Object.entries(entry.members ?? {}).map(([member, memberEntry]) =>
      this.#member(member, memberEntry, demanded[member], tokens.includes(member)),
    );
    return {
      kind,
      name,
      members,
      ...(entry.xmlName !== undefined && { xmlName: entry.xmlName }),
      ...(entry.xmlNamespace && { xmlNamespace: xmlNamespaceOf(entry.xmlNamespace) }),
      ...(entry.sensitive && { sensitive: true }),
      ...(entry.error && kind === 'structure' && { error: entry.error }),
    } as StructureShape | UnionShape;
  }

  #list(
    name: string,
    constraint: string | undefined,
    item: MemberEntry,
    sparse: boolean,
    demands: ConstraintEntry | undefined,
  ): ListShape {
    return {
      kind: 'list',
      name: constraint ?? name,
      member: this.#member('member', item, demands?.member, false),
      ...(sparse && { sparse }),
      ...constraintsOf(demands),
    };
  }

  #map(
    name: string,
    constraint: string | undefined,
    key: MemberEntry,
    value: MemberEntry,
    sparse: boolean,
    demands: ConstraintEntry | undefined,
  ): MapShape {
    return {
      kind: 'map',
      name: constraint ?? name,
      key: this.#member('key', key, demands?.key, false),
      value: this.#member('value', value, demands?.value, false),
      ...(sparse && { sparse }),
      ...constraintsOf(demands),
    };
  }

  #member(name: string, entry: MemberEntry, constraint: string | undefined, demanded: boolean): Member {
    const http = httpBinding(entry);
    const timestampFormat =
      entry.timestampFormat ?? (entry.target === 'timestamp' ? undefined : entry.target);
    const target = entry.target.startsWith('#') ? this.#schema.shapes[entry.target.slice(1)] : undefined;
    const demands = constraint === undefined ? undefined : this.#constraints?.shapes[constraint];
    const member = {
      name,
      required: entry.required === true || demanded,
      ...constraintsOf(demands),
      ...(http && { http }),
      ...carried(entry),
      ...(entry.xmlNamespace && { xmlNamespace: xmlNamespaceOf(entry.xmlNamespace) }),
      ...(timestampFormat &&
        TIMESTAMPS.has(timestampFormat) && { timestampFormat: timestampFormat as TimestampFormat }),
      ...(entry.target === 'streamingBlob' && { streaming: true }),
      ...(target?.streaming && { eventStream: true }),
    };
    return withLazyTarget(member, () => this.#shape(entry.target, constraint));
  }
}

/** Adds a `target` that is found when first read. */
function withLazyTarget(member: Omit<Member, 'target'>, find: () => Shape): Member {
  return Object.defineProperty(member, 'target', {
    configurable: true,
    enumerable: true,
    get() {
      const value = find();
      Object.defineProperty(member, 'target', { value, enumerable: true });
      return value;
    },
  }) as Member;
}

const CARRIED = [
  'jsonName',
  'xmlName',
  'xmlFlattened',
  'xmlAttribute',
  'ec2QueryName',
  'mediaType',
  'requiresLength',
  'eventHeader',
  'eventPayload',
  'hostLabel',
  'idempotencyToken',
  'sensitive',
] as const;

function carried(entry: MemberEntry): Partial<Pick<Member, (typeof CARRIED)[number]>> {
  const traits: Record<string, unknown> = {};
  for (const name of CARRIED) if (entry[name] !== undefined) traits[name] = entry[name];
  return traits;
}

function httpBinding(entry: MemberEntry): HttpBinding | undefined {
  if (entry.httpLabel) return { in: 'label' };
  if (entry.httpQuery !== undefined) return { in: 'query', name: entry.httpQuery };
  if (entry.httpQueryParams) return { in: 'queryParams' };
  if (entry.httpHeader !== undefined) return { in: 'header', name: entry.httpHeader.toLowerCase() };
  if (entry.httpPrefixHeaders !== undefined) {
    return { in: 'prefixHeaders', prefix: entry.httpPrefixHeaders.toLowerCase() };
  }
  if (entry.httpPayload) return { in: 'payload' };
  if (entry.httpResponseCode) return { in: 'responseCode' };
  return undefined;
}

function xmlNamespaceOf([uri, prefix]: readonly [string, string?]): XmlNamespace {
  return prefix === undefined ? { uri } : { uri, prefix };
}

function simpleKind(reference: string, demands: ConstraintEntry | undefined): SimpleKind {
  if (TIMESTAMPS.has(reference)) return 'timestamp';
  if (reference === 'number') return demands?.kind ?? 'double';
  if (reference === 'streamingBlob') return 'blob';
  return reference as SimpleKind;
}

function constraintsOf(demands: ConstraintEntry | undefined): { constraints?: Constraints } {
  if (!demands) return {};
  const { kind, min, max, pattern, values } = demands;
  const [minimum, maximum] = kind ? (['minimum', 'maximum'] as const) : (['minLength', 'maxLength'] as const);
  const constraints: Constraints = {
    ...(min !== undefined && { [minimum]: min }),
    ...(max !== undefined && { [maximum]: max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { values }),
  };
  return Object.keys(constraints).length > 0 ? { constraints } : {};
}
