import type { Demand, PathStep, Violation } from './violation.ts';

/**
 * Tells violations as AWS's services do: `1 validation error detected: Value 'x' at 'endpointName' failed to satisfy constraint: ...`.
 * Demands on the items of a list and on the keys and values of a map are told of the whole list or map.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
export function inAwsWords(violations: readonly Violation[]): string {
  const sentences = new Set(violations.map(sentence));
  const count = sentences.size;
  return `${count} validation error${count === 1 ? '' : 's'} detected: ${[...sentences].join('; ')}`;
}

function sentence(violation: Violation): string {
  const { within, sensitive, demand } = violation;
  const path = within ? violation.path.slice(0, -1) : violation.path;
  const shown = within ? within.whole : violation.value;
  const value = sensitive ? 'Value' : shown === undefined ? 'Value null' : `Value '${display(shown)}'`;
  return `${value} at '${pathText(path)}' failed to satisfy constraint: ${about(within?.place, words(demand))}`;
}

function about(place: 'item' | 'key' | 'value' | undefined, demand: string): string {
  if (place === undefined) return demand;
  const subject = { item: 'Member', key: 'Map keys', value: 'Map value' }[place];
  return `${subject} must satisfy constraint: [${demand}]`;
}

/** What is demanded, without what it is demanded of. */
function words(demand: Demand): string {
  switch (demand.kind) {
    case 'required':
      return 'Member must not be null';
    case 'length':
      return demand.most !== undefined && demand.length > demand.most
        ? `Member must have length less than or equal to ${demand.most}`
        : `Member must have length greater than or equal to ${demand.least}`;
    case 'range':
      return rangeWords(demand.least, demand.most);
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${demand.pattern}`;
    case 'enum':
      return `Member must satisfy enum value set: [${demand.values.join(', ')}]`;
    case 'unique':
      return 'Member must have unique values';
  }
}

function rangeWords(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `Member must have value less than or equal to ${most}`;
  if (most === undefined) return `Member must have value greater than or equal to ${least}`;
  return `Member must have value between ${least} and ${most}, inclusive`;
}

/** As Java's beans are named: `tags.1.member.key`. */
function pathText(path: readonly PathStep[]): string {
  return path
    .map((step) => {
      if (step.kind === 'member') return step.name.charAt(0).toLowerCase() + step.name.slice(1);
      return step.kind === 'index' ? `${step.index + 1}.member` : `${step.key}.member`;
    })
    .join('.');
}

/** As Java shows a value: `[a, b]`, `{k=v}`. */
function display(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${display(item)}`);
  return `{${entries.join(', ')}}`;
}
