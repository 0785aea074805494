import type * as sdk from '@aws-sdk/client-cloudwatch';
import type { Operations } from '../../wire/index.ts';
import type { CloudWatchContext } from './context.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putMetricData } from './operations/put-metric-data.ts';

/** What is built of CloudWatch. */
export const operations = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
} satisfies Operations<typeof sdk, CloudWatchContext>;
