import type { RequestKeys } from './keys.ts';
import { type Comparison, type Operator, operators } from './operators.ts';

/** Whether a request meets a Condition element. */
export type Condition = (keys: RequestKeys) => boolean;

/** A Condition element as JSON has it, its form already checked. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** An operator's name taken apart. */
export interface OperatorName {
  readonly set: 'each' | 'some' | undefined;
  /** Lower case, without prefix and suffix. */
  readonly base: string;
  readonly ifExists: boolean;
}

/** Takes `ForAnyValue:StringLikeIfExists` apart; undefined when there is no such operator. */
export function operatorName(name: string): OperatorName | undefined {
  const [, prefix, rest = ''] = /^(?:(for(?:any|all)values?):)?(.*)$/i.exec(name) ?? [];
  const set = prefix && ({ foranyvalue: 'some', forallvalues: 'each' } as const)[prefix.toLowerCase()];
  if (prefix && !set) return undefined;
  const lower = rest.toLowerCase();
  const ifExists = lower.endsWith('ifexists');
  const base = ifExists ? lower.slice(0, -'ifexists'.length) : lower;
  if (base === 'null') return set || ifExists ? undefined : { set: undefined, base, ifExists };
  return operators.has(base) ? { set: set || undefined, base, ifExists } : undefined;
}

/**
 * Compiles a Condition element: every operator and every key must hold, one of a key's values is enough.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function compileConditions(block: ConditionBlock, variables: boolean): Condition {
  const conditions = Object.entries(block).flatMap(([name, byKey]) =>
    Object.entries(byKey).map(([key, values]) =>
      compileOne(operatorName(name), key.toLowerCase(), values, variables),
    ),
  );
  return (keys) => conditions.every((condition) => condition(keys));
}

function compileOne(
  name: OperatorName | undefined,
  key: string,
  policyValues: readonly string[],
  variables: boolean,
): Condition {
  if (!name) return () => false;
  if (name.base === 'null') return nullCondition(key, policyValues);
  const operator = operators.get(name.base)!;
  const meets = meetsOne(operator, policyValues, variables);
  return (keys) => {
    const values = keys.get(key);
    if (!values || values.length === 0) {
      return name.ifExists || name.set === 'each' || (operator.negated && name.set === undefined);
    }
    if (name.set === 'each') return values.every((value) => meets(value, keys));
    if (name.set === 'some') return values.some((value) => meets(value, keys));
    return operator.negated
      ? values.every((value) => meets(value, keys))
      : values.some((value) => meets(value, keys));
  };
}

/** Whether a value of the request meets the list: one of it, or for a negated operator none. */
function meetsOne(operator: Operator, policyValues: readonly string[], variables: boolean): Comparison {
  const comparisons = policyValues.flatMap((value) => operator.compile(value, variables) ?? []);
  return (value, keys) => comparisons.some((compare) => compare(value, keys)) !== operator.negated;
}

/** `true`: the key must be absent; `false`: it must be there and have a value. */
function nullCondition(key: string, policyValues: readonly string[]): Condition {
  const wanted = policyValues.map((value) => value.toLowerCase() === 'true');
  return (keys) => {
    const absent = !keys.get(key)?.length;
    return wanted.some((value) => value === absent);
  };
}
