import type {
  Constraints,
  HttpBinding,
  Member,
  TimestampFormat,
  XmlNamespace,
} from '../../src/wire/shape.ts';
import { type AstMember, type AstShape, type AstTraits, hasTrait, textTrait, trait } from './ast.ts';

/** The traits of a member: its own, and those that count from its target. */
export function readTraits(
  own: AstTraits | undefined,
  target: AstShape,
): Omit<Member, 'name' | 'target' | 'required'> {
  const either = (name: string): string | undefined => textTrait(own, name) ?? textTrait(target.traits, name);
  const flag = (name: string, traits: AstTraits | undefined = own) => hasTrait(traits, name);
  const isStreaming = flag('streaming', target.traits);
  const sensitive = flag('sensitive', target.traits) || flag('sensitive');
  return defined({
    constraints: readConstraints(own, target),
    http: readBinding(own),
    jsonName: textTrait(own, 'jsonName'),
    xmlName: textTrait(own, 'xmlName'),
    xmlFlattened: flag('xmlFlattened') || undefined,
    xmlAttribute: flag('xmlAttribute') || undefined,
    xmlNamespace: readNamespace(trait(own, 'xmlNamespace')),
    ec2QueryName: textTrait(own, 'aws.protocols#ec2QueryName'),
    timestampFormat: either('timestampFormat') as TimestampFormat | undefined,
    mediaType: either('mediaType'),
    streaming: (isStreaming && target.type === 'blob') || undefined,
    requiresLength: flag('requiresLength', target.traits) || undefined,
    eventStream: (isStreaming && target.type === 'union') || undefined,
    eventHeader: flag('eventHeader') || undefined,
    eventPayload: flag('eventPayload') || undefined,
    hostLabel: flag('hostLabel') || undefined,
    idempotencyToken: flag('idempotencyToken') || undefined,
    sensitive: sensitive || undefined,
  });
}

/** Without the properties that are undefined. */
export function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** An `xmlNamespace` trait. */
export function readNamespace(value: unknown): XmlNamespace | undefined {
  return value === undefined ? undefined : (value as XmlNamespace);
}

function readBinding(traits: AstTraits | undefined): HttpBinding | undefined {
  if (hasTrait(traits, 'httpLabel')) return { in: 'label' };
  const query = textTrait(traits, 'httpQuery');
  if (query !== undefined) return { in: 'query', name: query };
  if (hasTrait(traits, 'httpQueryParams')) return { in: 'queryParams' };
  const header = textTrait(traits, 'httpHeader');
  if (header !== undefined) return { in: 'header', name: header.toLowerCase() };
  const prefix = textTrait(traits, 'httpPrefixHeaders');
  if (prefix !== undefined) return { in: 'prefixHeaders', prefix: prefix.toLowerCase() };
  if (hasTrait(traits, 'httpPayload')) return { in: 'payload' };
  return hasTrait(traits, 'httpResponseCode') ? { in: 'responseCode' } : undefined;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** What a value must satisfy: the member's own traits win over its target's. */
export function readConstraints(own: AstTraits | undefined, target: AstShape): Constraints | undefined {
  const either = (name: string) => trait(own, name) ?? trait(target.traits, name);
  const length = either('length') as Bounds | undefined;
  const range = either('range') as Bounds | undefined;
  const enumeration = readEnum(own, target);
  const constraints = defined({
    minLength: length?.min,
    maxLength: length?.max,
    minimum: range?.min,
    maximum: range?.max,
    pattern: either('pattern') as string | undefined,
    values: enumeration?.values,
    hiddenValues: enumeration && enumeration.hidden.length > 0 ? enumeration.hidden : undefined,
    uniqueItems: either('uniqueItems') === undefined && target.type !== 'set' ? undefined : true,
  });
  return Object.keys(constraints).length > 0 ? constraints : undefined;
}

interface Enumeration {
  readonly values: readonly (string | number)[];
  /** Taken, but not told of. */
  readonly hidden: readonly (string | number)[];
}

function readEnum(own: AstTraits | undefined, target: AstShape): Enumeration | undefined {
  if (target.type === 'enum' || target.type === 'intEnum') return enumMembers(target.members ?? {});
  const values = (trait(own, 'enum') ?? trait(target.traits, 'enum')) as
    | readonly { readonly value: string; readonly tags?: readonly string[] }[]
    | undefined;
  if (!values) return undefined;
  const isHidden = ({ tags }: { readonly tags?: readonly string[] }) => tags?.includes('internal') ?? false;
  return {
    values: values.filter((value) => !isHidden(value)).map(({ value }) => value),
    hidden: values.filter(isHidden).map(({ value }) => value),
  };
}

function enumMembers(members: Readonly<Record<string, AstMember>>): Enumeration {
  const values: (string | number)[] = [];
  const hidden: (string | number)[] = [];
  for (const [name, { traits }] of Object.entries(members)) {
    const value = (trait(traits, 'enumValue') ?? name) as string | number;
    (hasTrait(traits, 'internal') ? hidden : values).push(value);
  }
  return { values, hidden };
}
