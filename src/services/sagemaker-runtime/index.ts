import type { Endpoints } from '../../engine/endpoints/index.ts';
import type { MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import { bindHandlers, type CallContext, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { SageMakerRuntimeContext } from './context.ts';
import { validationError } from './faults.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import { InvocationMetrics } from './metrics.ts';
import { operations } from './operations.ts';
import { StreamMetrics } from './stream-metrics.ts';

export { InvocationMetrics } from './metrics.ts';

/** What the data plane stands on. */
export interface SageMakerRuntimeDependencies {
  readonly clock: Clock;
  readonly metrics: MeterSource;
  /** The engine that `services/sagemaker` places endpoints in. */
  readonly endpoints: Endpoints;
}

type Violations = Parameters<NonNullable<ServiceDefinition['validationFault']>>[1];

const isBodyLength = ({ path, demand }: Violations[number]): boolean =>
  demand.kind === 'length' && path[0]?.kind === 'member' && path[0].name === 'Body';

/** Opens SageMaker's data plane; it keeps nothing, so there is nothing to close. */
export function openSageMakerRuntime(dependencies: SageMakerRuntimeDependencies): {
  definition: ServiceDefinition;
} {
  const { clock, endpoints } = dependencies;
  const metrics = new InvocationMetrics(dependencies.metrics, clock);
  const streamMetrics = new StreamMetrics(dependencies.metrics, clock);
  const contextOf = (call: CallContext): SageMakerRuntimeContext => ({
    call,
    clock,
    endpoints,
    metrics,
    streamMetrics,
  });
  return {
    definition: {
      name: 'sagemaker-runtime',
      operations: bindHandlers(operations, contextOf),
      access: accessOf,
      maxBodyBytes: () => MAX_PAYLOAD_BYTES,
      // The service model still has the 6 MB of old; how long a body may be is for `maxBodyBytes` to say.
      validationFault: (message, violations) =>
        violations.every(isBodyLength) ? null : validationError(message),
    },
  };
}
