import type { CloudWatchOperation } from '../context.ts';
import { invalidValue, missing, notImplemented } from '../faults.ts';
import { MOST_DATA } from '../limits.ts';
import { metricData } from '../translate/datum.ts';

/**
 * The values are on disk when it is answered; one that is wrong and none is taken.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export const putMetricData: CloudWatchOperation<'PutMetricData'> = async (
  input,
  { metrics, clock, call },
) => {
  const { Namespace, MetricData, EntityMetricData } = input;
  if (EntityMetricData?.length) throw notImplemented('PutMetricData with EntityMetricData');
  if (!MetricData?.length) throw missing('MetricData');
  if (Namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  if (MetricData.length > MOST_DATA) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_DATA}.`);
  }
  const nowMs = clock.now();
  const data = MetricData.map((datum, index) => {
    return metricData(datum, { path: `MetricData.member.${index + 1}`, namespace: Namespace, call, nowMs });
  });
  await metrics.put(data);
  return {};
};
