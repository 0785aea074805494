import { MathsProblem } from '../../../engine/telemetry/index.ts';
import { watchedMetric } from '../alarms/watched-metric.ts';
import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';
import { limitExceeded, validation } from '../faults.ts';
import { MOST_ALARMS } from '../limits.ts';
import { commonOf } from '../translate/alarm-common.ts';
import type { MetricSettings } from '../records/alarm.ts';
import { metricSettings } from '../translate/metric-settings.ts';
import { mathsFault } from '../translate/queries.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarm: CloudWatchOperation<'PutMetricAlarm'> = (input, context) => {
  const { alarms, clock, timeScale, call } = context;
  const known = alarms.book.get(call, input.AlarmName);
  const settings = metricSettings(input, { owner: call, timeScale });
  checkResult(settings, context);
  const common = commonOf(call, input, known, clock.now());
  if (known?.kind === 'composite') {
    throw validation(`The alarm ${input.AlarmName} already exists as a composite alarm.`);
  }
  if (!known && alarms.book.count(call) >= MOST_ALARMS) {
    throw limitExceeded('The maximum limit of alarms has been reached.');
  }
  alarms.put(call, { ...common, kind: 'metric', settings });
  return {};
};

/** An expression must come to one series: evaluated once, it shows. */
function checkResult(settings: MetricSettings, context: CloudWatchContext): void {
  const query = settings.Metrics?.find(({ ReturnData }) => ReturnData);
  if (query?.Expression === undefined) return;
  try {
    watchedMetric(context.call, settings, context).read(context.clock.now());
  } catch (error) {
    throw error instanceof MathsProblem ? mathsFault(query.Id as string, error) : error;
  }
}
