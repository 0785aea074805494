import type { Dimension, MetricDatum, StatisticSet as SdkStatisticSet } from '@aws-sdk/client-cloudwatch';
import type { MetricData, StatisticSet } from '../../../engine/telemetry/index.ts';
import type { CallContext } from '../../../wire/index.ts';
import { exclusive, invalidCombination, invalidValue } from '../faults.ts';
import { LARGEST_VALUE, MOST_VALUES, NEWEST_MS, OLDEST_MS } from '../limits.ts';
import { dimensionRecord } from './metric.ts';

/**
 * A datum as the engine takes it.
 * @param path how messages call it, e.g. `MetricData.member.1`
 * @throws Fault of what CloudWatch does not take
 */
export function metricData(
  datum: MetricDatum,
  { path, namespace, call, nowMs }: { path: string; namespace: string; call: CallContext; nowMs: number },
): MetricData {
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60) {
    throw invalidValue(`The parameter ${path}.StorageResolution must be a value in the set [ 1, 60 ].`);
  }
  checkDimensions(datum.Dimensions ?? [], `${path}.Dimensions`);
  return {
    account: call.account,
    region: call.region,
    namespace,
    name: datum.MetricName as string,
    dimensions: dimensionRecord(datum.Dimensions ?? []),
    unit: datum.Unit ?? 'None',
    resolution,
    timeMs: timeOf(datum.Timestamp, path, nowMs),
    values: valuesOf(datum, path),
  };
}

function checkDimensions(dimensions: readonly Dimension[], path: string): void {
  for (const [index, dimension] of dimensions.entries()) {
    for (const part of ['Name', 'Value'] as const) {
      const text = dimension[part] ?? '';
      const plain = /^[\x20-\x7e]*$/.test(text) && text.trim() !== '';
      if (!plain || (part === 'Name' && text.startsWith(':'))) {
        throw invalidValue(`The value ${text} for parameter ${path}.member.${index + 1}.${part} is invalid.`);
      }
    }
  }
  if (new Set(dimensions.map(({ Name }) => Name)).size < dimensions.length) {
    throw invalidValue(`The parameter ${path} must not contain a dimension name more than once.`);
  }
}

function timeOf(timestamp: Date | undefined, path: string, nowMs: number): number {
  if (!timestamp) return nowMs;
  const timeMs = timestamp.getTime();
  if (timeMs < nowMs - OLDEST_MS) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  }
  if (timeMs > nowMs + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  return timeMs;
}

function valuesOf(datum: MetricDatum, path: string): MetricData['values'] {
  const { Value, Values, Counts, StatisticValues } = datum;
  if (Value !== undefined && Values?.length) throw exclusive(`${path}.Value`, `${path}.Values`);
  if (Value !== undefined && StatisticValues) throw exclusive(`${path}.Value`, `${path}.StatisticValues`);
  if (Values?.length && StatisticValues) throw exclusive(`${path}.Values`, `${path}.StatisticValues`);
  if (StatisticValues) return statisticSet(StatisticValues, `${path}.StatisticValues`);
  if (Values?.length) return weighted(Values, Counts, path);
  if (Value === undefined) {
    throw invalidCombination(
      `At least one of the parameters ${path}.Value and ${path}.StatisticValues must be specified.`,
    );
  }
  return [[checked(Value, `${path}.Value`), 1]];
}

function weighted(
  values: readonly number[],
  counts: readonly number[] | undefined,
  path: string,
): readonly (readonly [number, number])[] {
  if (values.length > MOST_VALUES) {
    throw invalidValue(`The collection ${path}.Values must not have a size greater than ${MOST_VALUES}.`);
  }
  if (counts && counts.length !== values.length) {
    throw invalidValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  return values.map((value, index) => {
    const count = checked(counts?.[index] ?? 1, `${path}.Counts.member.${index + 1}`);
    if (count < 0)
      throw invalidValue(`The value ${count} for parameter ${path}.Counts.member.${index + 1} is invalid.`);
    return [checked(value, `${path}.Values.member.${index + 1}`), count] as const;
  });
}

function statisticSet(set: SdkStatisticSet, path: string): StatisticSet {
  const sampleCount = checked(set.SampleCount as number, `${path}.SampleCount`);
  const sum = checked(set.Sum as number, `${path}.Sum`);
  const minimum = checked(set.Minimum as number, `${path}.Minimum`);
  const maximum = checked(set.Maximum as number, `${path}.Maximum`);
  if (sampleCount <= 0) throw invalidValue(`The parameter ${path}.SampleCount must be greater than 0.`);
  if (maximum < minimum) {
    throw invalidValue(`The parameter ${path}.Maximum must be greater than or equal to ${path}.Minimum.`);
  }
  return { sampleCount, sum, minimum, maximum };
}

function checked(value: number, path: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= LARGEST_VALUE) return value;
  throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
}
