import type { Shape, TimestampFormat } from '../../src/wire/shape.ts';
import { dateOfSeconds, parseTimestamp } from '../../src/wire/timestamp.ts';
import { type AstShape, textTrait } from './ast.ts';

/**
 * The value of a `default` trait as the wire has values; undefined for none, and for null, which takes a default away.
 * @param format the member's own format of timestamps
 */
export function defaultOf(value: unknown, target: AstShape, format: string | undefined): unknown {
  if (value === undefined || value === null) return undefined;
  if (target.type === 'blob') return Buffer.from(value as string, 'base64');
  if (target.type === 'timestamp')
    return timeOf(value, format ?? textTrait(target.traits, 'timestampFormat'));
  if (target.type === 'bigInteger') return BigInt(value as number | string);
  return target.type === 'bigDecimal' ? String(value as number | string) : value;
}

function timeOf(value: unknown, format: string | undefined): Date | undefined {
  if (typeof value === 'number') return dateOfSeconds(value);
  return parseTimestamp(value as string, (format ?? 'date-time') as TimestampFormat);
}

/** A value with the defaults of absent members filled in, at every depth, as a server does. */
export function withDefaults(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  switch (shape.kind) {
    case 'structure':
      return filled(shape, value as Record<string, unknown>, true);
    case 'union':
      return filled(shape, value as Record<string, unknown>, false);
    case 'list':
      return (value as readonly unknown[]).map((item) => withDefaults(shape.member.target, item));
    case 'map': {
      const entries = Object.entries(value as object);
      return Object.fromEntries(entries.map(([key, item]) => [key, withDefaults(shape.value.target, item)]));
    }
    default:
      return value;
  }
}

function filled(
  shape: Extract<Shape, { kind: 'structure' | 'union' }>,
  value: Record<string, unknown>,
  absentToo: boolean,
): Record<string, unknown> {
  const result = { ...value };
  for (const { name, target, defaultValue, eventStream, streaming } of shape.members) {
    const own = result[name];
    if (own !== undefined && own !== null) {
      if (!eventStream && !streaming) result[name] = withDefaults(target, own);
    } else if (absentToo && defaultValue !== undefined) result[name] = structuredClone(defaultValue);
  }
  return result;
}
