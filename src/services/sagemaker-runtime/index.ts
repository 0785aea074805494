import type * as sdk from '@aws-sdk/client-sagemaker-runtime';
import type { Endpoints } from '../../engine/endpoints/index.ts';
import type { MetricSink } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { Operations, ServiceDefinition } from '../../wire/index.ts';
import { validationError } from './faults.ts';
import { invokeEndpoint } from './invoke-endpoint.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import { InvocationMetrics } from './metrics.ts';

/** What the data plane stands on. */
export interface SageMakerRuntimeDependencies {
  readonly clock: Clock;
  readonly metrics: MetricSink;
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
  const metrics = new InvocationMetrics(dependencies.metrics);
  const operations = {
    InvokeEndpoint: (input, call) => invokeEndpoint(input, call, endpoints, metrics, clock),
  } satisfies Operations<typeof sdk>;
  return {
    definition: {
      name: 'sagemaker-runtime',
      operations,
      access: (operation, input: { EndpointName: string }, call) => [
        {
          action: `sagemaker:${operation}`,
          resource: `arn:aws:sagemaker:${call.region}:${call.account}:endpoint/${input.EndpointName.toLowerCase()}`,
        },
      ],
      maxBodyBytes: () => MAX_PAYLOAD_BYTES,
      // The service model still has the 6 MB of old; how long a body may be is for `maxBodyBytes` to say.
      validationFault: (message, violations) =>
        violations.every(isBodyLength) ? null : validationError(message),
    },
  };
}
