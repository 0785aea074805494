import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { names } from './stack.ts';

/** The endpoint as its APIs tell. */
export interface Standing {
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  /** Of the latest whole period; undefined before there is one. */
  readonly perInstance: number | undefined;
  /** By `AlarmHigh` and `AlarmLow`. */
  readonly alarms: Readonly<Record<string, string>>;
}

const sageMaker = new SageMakerClient();
const cloudWatch = new CloudWatchClient();

/** Asks SageMaker and CloudWatch how it stands. */
export async function standing(): Promise<Standing> {
  const [endpoint, alarms, perInstance] = await Promise.all([
    sageMaker.send(new DescribeEndpointCommand({ EndpointName: names.endpoint })),
    cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: `TargetTracking-endpoint/${names.endpoint}/` }),
    ),
    invocationsPerInstance(),
  ]);
  const variant = endpoint.ProductionVariants?.[0];
  const states = (alarms.MetricAlarms ?? []).map(({ AlarmName = '', StateValue = '' }) => [
    /Alarm(?:High|Low)/.exec(AlarmName)?.[0] ?? AlarmName,
    StateValue,
  ]);
  return {
    status: endpoint.EndpointStatus ?? '',
    desired: variant?.DesiredInstanceCount ?? 0,
    running: variant?.CurrentInstanceCount ?? 0,
    perInstance,
    alarms: Object.fromEntries(states),
  };
}

async function invocationsPerInstance(): Promise<number | undefined> {
  const now = Date.now();
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 10_000),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SageMaker',
              MetricName: 'InvocationsPerInstance',
              Dimensions: [
                { Name: 'EndpointName', Value: names.endpoint },
                { Name: 'VariantName', Value: names.variant },
              ],
            },
            Period: 1,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[1]; // the newest second is not over
}
