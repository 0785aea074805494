import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { Fault } from '../../wire/index.ts';
import { badRequest } from './faults.ts';

/** The parts of a patch path that a rule names, e.g. `name` in `/variables/{name}`; decoded and as written. */
export interface PathParts {
  readonly [name: string]: string;
}

/** Changes a row by one patch operation. `value` is empty when the operation has none. */
export type Change<Row> = (row: Row, value: string, parts: PathParts, raw: PathParts) => Row;

/** What may be patched at one path. */
export interface PatchRule<Row> {
  /** Segments in braces stand for any one segment. */
  readonly path: string;
  readonly add?: Change<Row>;
  readonly replace?: Change<Row>;
  readonly remove?: Change<Row>;
}

/** Refuses an operation that no rule takes. */
export type RefusePatch = (operation: { op: string; path: string }, allowed: readonly string[]) => Fault;

/**
 * Applies patch operations in order.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export function applyPatch<Row>(
  row: Row,
  operations: readonly PatchOperation[] | undefined,
  rules: readonly PatchRule<Row>[],
  refuse: RefusePatch = mustBeOneOf,
): Row {
  return (operations ?? []).reduce((patched, { op = 'replace', path, value }) => {
    if (path === undefined) throw badRequest('Invalid patch path null');
    for (const rule of rules) {
      const change = op === 'add' || op === 'remove' || op === 'replace' ? rule[op] : undefined;
      const raw = change && match(rule.path, path);
      if (change && raw) return change(patched, value ?? '', decoded(raw), raw);
    }
    const allowed = rules.filter((rule) => op in rule).map((rule) => rule.path);
    throw refuse({ op, path }, allowed);
  }, row);
}

/** The words of most resources. */
const mustBeOneOf: RefusePatch = ({ op, path }, allowed) =>
  badRequest(
    allowed.length === 0
      ? `Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations`
      : `Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${allowed.join(', ')}]`,
  );

/** The words of REST APIs, methods, integrations and gateway responses. */
export const invalidPath: RefusePatch = ({ path }) => badRequest(`Invalid patch path ${path}`);

/** A rule that sets or clears a plain member. */
export function member<Row, K extends keyof Row & string>(
  name: K,
  read: (value: string) => Row[K] = (value) => value as Row[K],
  ops: readonly ('add' | 'replace' | 'remove')[] = ['replace'],
): PatchRule<Row> {
  const set: Change<Row> = (row, value) => ({ ...row, [name]: read(value) });
  return {
    path: `/${name}`,
    ...(ops.includes('add') && { add: set }),
    ...(ops.includes('replace') && { replace: set }),
    ...(ops.includes('remove') && { remove: (row) => without(row, name) }),
  };
}

/** A rule over the entries of a map, e.g. `/variables/{name}`. */
export function entries<Row>(
  name: keyof Row & string,
  options: {
    read?: (value: string, key: string) => unknown;
    /** What is thrown when an entry to replace or remove is not there; none: it is made, or nothing happens. */
    missing?: () => Fault;
  } = {},
): PatchRule<Row> {
  const read = options.read ?? ((value: string) => value);
  const of = (row: Row): Record<string, unknown> => (row[name] ?? {}) as Record<string, unknown>;
  const add: Change<Row> = (row, value, { key }) => ({
    ...row,
    [name]: { ...of(row), [key as string]: read(value, key as string) },
  });
  const there = (row: Row, key: string): void => {
    if (options.missing && !Object.hasOwn(of(row), key)) throw options.missing();
  };
  return {
    path: `/${name}/{key}`,
    add,
    replace: (row, value, parts, raw) => {
      there(row, parts['key'] as string);
      return add(row, value, parts, raw);
    },
    remove: (row, _, { key }) => {
      there(row, key as string);
      const left = without(of(row), key as string);
      return Object.keys(left).length === 0 ? without(row, name) : { ...row, [name]: left };
    },
  };
}

/** The row without one member. */
export function without<Row>(row: Row, name: string): Row {
  const { [name]: _, ...rest } = row as Record<string, unknown>;
  return rest as Row;
}

/** `true` or `false`. */
export const readBoolean = (value: string): boolean => value.toLowerCase() === 'true';

/** A number, or the fault. */
export function readNumber(value: string, fault: () => Fault): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw fault();
  return number;
}

function match(rule: string, path: string): PathParts | undefined {
  const names = rule.split('/');
  const segments = path.split('/');
  if (names.length !== segments.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] as string;
    if (name.startsWith('{')) parts[name.slice(1, -1)] = segment;
    else if (name !== segment) return undefined;
  }
  return parts;
}

const decoded = (raw: PathParts): PathParts =>
  Object.fromEntries(Object.entries(raw).map(([name, part]) => [name, unescapePointer(part)]));

/** `~1` is `/`, `~0` is `~`. @see https://www.rfc-editor.org/rfc/rfc6901 */
export const unescapePointer = (text: string): string => text.replaceAll('~1', '/').replaceAll('~0', '~');
