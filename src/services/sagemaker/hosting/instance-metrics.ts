import type { EndpointEvent } from '../../../engine/endpoints/index.ts';
import type { MetricSink } from '../../../engine/telemetry/index.ts';
import type { Place } from '../arns.ts';

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
      const { executions, maxConcurrency, provisioned } = event;
      record('ServerlessConcurrentExecutionsUtilization', executions / maxConcurrency, 'None');
      if (provisioned === 0) break;
      const prefix = 'ServerlessProvisionedConcurrency';
      const spilled = executions > provisioned;
      const used = Math.min(executions, provisioned);
      record(`${prefix}Executions`, used, 'Count');
      record(`${prefix}Utilization`, used / provisioned, 'None');
      record(`${prefix}Invocations`, spilled ? 0 : 1, 'Count');
      record(`${prefix}SpilloverInvocations`, spilled ? 1 : 0, 'Count');
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
