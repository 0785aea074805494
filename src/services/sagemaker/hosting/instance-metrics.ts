import type { EndpointEvent } from '../../../engine/endpoints/index.ts';
import type { MetricSink } from '../../../engine/telemetry/index.ts';
import type { Place } from '../arns.ts';
import type { ServerlessSettings } from '../translate/serverless.ts';

const microseconds = (ms: number): number => Math.round(ms * 1000);

/**
 * Measures what happens inside instances: models that are fetched, loaded and unloaded, containers of several that answer.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export function measureInstance(
  sink: MetricSink,
  { account, region }: Place,
  EndpointName: string,
  event: EndpointEvent,
): void {
  const variant = { EndpointName, VariantName: event.variant };
  const record = (
    name: string,
    value: number,
    unit = 'Microseconds',
    dimensions: Readonly<Record<string, string>> = variant,
    namespace = 'AWS/SageMaker',
  ) => sink.record({ account, region, namespace, name, dimensions, value, unit });
  const loadedCount = (loaded: number) =>
    record('LoadedModelCount', loaded, 'None', variant, '/aws/sagemaker/Endpoints');
  switch (event.kind) {
    case 'model-asked':
      record('ModelCacheHit', event.cached ? 1 : 0, 'None');
      loadedCount(event.loaded);
      if (!event.cached) record('ModelLoadingWaitTime', microseconds(event.waitedMs));
      break;
    case 'model-fetched':
      record('ModelDownloadingTime', microseconds(event.ms));
      break;
    case 'model-loaded':
      record('ModelLoadingTime', microseconds(event.ms));
      loadedCount(event.loaded);
      break;
    case 'model-unloaded':
      record('ModelUnloadingTime', microseconds(event.ms));
      loadedCount(event.loaded);
      break;
    case 'came':
      record('ModelSetupTime', microseconds(event.startMs));
      break;
    case 'executes': {
      const { executions, provisioned } = event;
      measureConcurrency(sink, { account, region }, variant, event, executions);
      if (provisioned === 0) break;
      const spilled = executions > provisioned;
      record('ServerlessProvisionedConcurrencyInvocations', spilled ? 0 : 1, 'Count');
      record('ServerlessProvisionedConcurrencySpilloverInvocations', spilled ? 1 : 0, 'Count');
      break;
    }
    case 'container-answered': {
      const container = { ...variant, ContainerName: event.container };
      const { status = 500 } = event;
      record('ContainerLatency', microseconds(event.ms), 'Microseconds', container);
      record('Invocations', 1, 'None', container);
      record('Invocation4XXErrors', status >= 400 && status < 500 ? 1 : 0, 'None', container);
      record('Invocation5XXErrors', status >= 500 ? 1 : 0, 'None', container);
      break;
    }
  }
}

/**
 * Measures how many requests a serverless variant has at once: with each request, and now and then.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
 */
export function measureConcurrency(
  sink: MetricSink,
  { account, region }: Place,
  dimensions: Readonly<Record<'EndpointName' | 'VariantName', string>>,
  { maxConcurrency, provisioned }: Pick<ServerlessSettings, 'maxConcurrency' | 'provisioned'>,
  executions: number,
): void {
  const record = (name: string, value: number, unit: string) =>
    sink.record({ account, region, namespace: 'AWS/SageMaker', name, dimensions, value, unit });
  record('ServerlessConcurrentExecutionsUtilization', executions / maxConcurrency, 'None');
  if (provisioned === 0) return;
  const used = Math.min(executions, provisioned);
  record('ServerlessProvisionedConcurrencyExecutions', used, 'Count');
  record('ServerlessProvisionedConcurrencyUtilization', used / provisioned, 'None');
}
