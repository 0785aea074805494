import type { Constraints } from '../shape.ts';
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
  const { within, sensitive } = violation;
  const path = within ? violation.path.slice(0, -1) : violation.path;
  const shown = within ? within.whole : violation.value;
  const value = sensitive ? 'Value' : shown === undefined ? 'Value null' : `Value '${display(shown)}'`;
  return `${value} at '${pathText(path)}' failed to satisfy constraint: ${demandText(violation)}`;
}

function demandText({ within, demand, value }: Violation): string {
  if (!within) return words(demand, value);
  const subject = { item: 'Member', key: 'Map keys', value: 'Map value' }[within.place];
  return `${subject} must satisfy constraint: [${allWords(within.constraints ?? {}).join(', ')}]`;
}

const longest = (most: number) => `Member must have length less than or equal to ${most}`;
const shortest = (least: number) => `Member must have length greater than or equal to ${least}`;
const highest = (most: number) => `Member must have value less than or equal to ${most}`;
const lowest = (least: number) => `Member must have value greater than or equal to ${least}`;
const like = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;
const among = (values: readonly unknown[]) => `Member must satisfy enum value set: [${values.join(', ')}]`;

/** What is demanded, without what it is demanded of. */
function words(demand: Demand, value: unknown): string {
  switch (demand.kind) {
    case 'required':
      return 'Member must not be null';
    case 'length':
      return demand.most !== undefined && demand.length > demand.most
        ? longest(demand.most)
        : shortest(demand.least ?? 0);
    case 'range':
      return demand.most !== undefined && (value as number) > demand.most
        ? highest(demand.most)
        : lowest(demand.least ?? 0);
    case 'pattern':
      return like(demand.pattern);
    case 'enum':
      return among(demand.values);
    case 'unique':
      return 'Member must have unique values';
  }
}

/** Everything that is demanded of a part. */
function allWords({ maxLength, minLength, maximum, minimum, pattern, values }: Constraints): string[] {
  return [
    maxLength !== undefined && longest(maxLength),
    minLength !== undefined && shortest(minLength),
    maximum !== undefined && highest(maximum),
    minimum !== undefined && lowest(minimum),
    pattern !== undefined && like(pattern),
    values !== undefined && among(values),
  ].filter((sentence) => sentence !== false);
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
