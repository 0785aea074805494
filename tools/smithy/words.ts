import type { Demand, PathStep, Violation } from '../../src/wire/validate/violation.ts';

/** A violation as `smithy.framework#ValidationExceptionField` has it. */
export interface ValidationField {
  readonly path: string;
  readonly message: string;
}

/** Violations as Smithy's servers tell them: the message, and each field with its JSON pointer. */
export function inSmithyWords(violations: readonly Violation[]): {
  message: string;
  fieldList: ValidationField[];
} {
  const fieldList = violations.map(field);
  const count = `${fieldList.length} validation error${fieldList.length === 1 ? '' : 's'} detected`;
  return { message: `${count}. ${fieldList.map(({ message }) => message).join('; ')}`, fieldList };
}

/** What a key must be is told of the map. */
function field({ path, demand, within }: Violation): ValidationField {
  const pointer = (within?.place === 'key' ? path.slice(0, -1) : path).map(step).join('');
  const value = demand.kind === 'length' ? `Value with length ${demand.length}` : 'Value';
  return {
    path: pointer,
    message: `${value} at '${pointer}' failed to satisfy constraint: Member ${words(demand)}`,
  };
}

function step(part: PathStep): string {
  const text = part.kind === 'member' ? part.name : part.kind === 'index' ? String(part.index) : part.key;
  return `/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function words(demand: Demand): string {
  switch (demand.kind) {
    case 'required':
      return 'must not be null';
    case 'length':
      return `must have length ${bounds(demand.least, demand.most)}`;
    case 'range':
      return `must be ${bounds(demand.least, demand.most)}`;
    case 'pattern':
      return `must satisfy regular expression pattern: ${demand.pattern}`;
    case 'enum':
      return `must satisfy enum value set: [${demand.values.join(', ')}]`;
    case 'unique':
      return 'must have unique values';
  }
}

function bounds(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `less than or equal to ${most}`;
  if (most === undefined) return `greater than or equal to ${least}`;
  return `between ${least} and ${most}, inclusive`;
}
