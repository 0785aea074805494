import type { Metric } from '../../../engine/telemetry/index.ts';
import type { CloudWatchOperation } from '../context.ts';
import { invalidToken } from '../faults.ts';
import { LISTED_MS, METRICS_PAGE, RECENT_MS } from '../limits.ts';
import { shownMetric } from '../translate/metric.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const listMetrics: CloudWatchOperation<'ListMetrics'> = async (input, { metrics, clock, call }) => {
  const { account, region } = call;
  if (input.OwningAccount !== undefined && input.OwningAccount !== account) return { Metrics: [] };
  const found = await metrics.list({
    account,
    region,
    ...(input.Namespace !== undefined && { namespace: input.Namespace }),
    ...(input.MetricName !== undefined && { name: input.MetricName }),
    dimensions: (input.Dimensions ?? []).map(({ Name, Value }) => ({
      name: Name as string,
      ...(Value !== undefined && { value: Value }),
    })),
    sinceMs: clock.now() - (input.RecentlyActive ? RECENT_MS : LISTED_MS),
    ...(input.NextToken !== undefined && { after: { account, region, ...readToken(input.NextToken) } }),
    limit: METRICS_PAGE + 1,
  });
  const page = found.slice(0, METRICS_PAGE);
  return {
    Metrics: page.map(shownMetric),
    ...(found.length > METRICS_PAGE && { NextToken: writeToken(page.at(-1) as Metric) }),
    ...(input.IncludeLinkedAccounts && { OwningAccounts: page.map(() => account) }),
  };
};

type After = Pick<Metric, 'namespace' | 'name' | 'dimensions'>;

const writeToken = ({ namespace, name, dimensions }: After): string =>
  Buffer.from(JSON.stringify([namespace, name, dimensions])).toString('base64url');

function readToken(token: string): After {
  try {
    const [namespace, name, dimensions] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof namespace === 'string' && typeof name === 'string' && typeof dimensions === 'object') {
      return { namespace, name, dimensions };
    }
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
