import { serializationFault } from '../malformed.ts';
import { PerShape } from '../protocol.ts';
import type { Member, Shape } from '../shape.ts';

/** A number that a double does not hold: its text as it was written. */
export class RawNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** Parses a JSON document from UTF-8. @throws Fault `SerializationException` */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw serializationFault('The request body is not valid JSON');
  }
}

/** As `parseJson`, with the numbers that a double would change as `RawNumber`. */
export function parseJsonExactly(bytes: Buffer): unknown {
  const keepSource = (_key: string, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source
      ? new RawNumber(source)
      : value;
  };
  try {
    return JSON.parse(bytes.toString('utf8'), keepSource);
  } catch {
    throw serializationFault('The request body is not valid JSON');
  }
}

/** Whether a big number is anywhere in a shape: only then is the slow, exact parse needed. */
export const holdsBigNumbers = new PerShape<Shape, boolean>((shape) => {
  const seen = new Set<Shape>();
  const holds = (each: Shape): boolean => {
    if (seen.has(each)) return false;
    seen.add(each);
    return (
      each.kind === 'bigInteger' ||
      each.kind === 'bigDecimal' ||
      within(each).some(({ target }) => holds(target))
    );
  };
  return holds(shape);
});

function within(shape: Shape): readonly Member[] {
  if (shape.kind === 'structure' || shape.kind === 'union') return shape.members;
  if (shape.kind === 'list') return [shape.member];
  return shape.kind === 'map' ? [shape.value] : [];
}
