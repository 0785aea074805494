import type { Endpoints } from '../../engine/endpoints/index.ts';
import type { LogSink, MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import {
  bindHandlers,
  type CallContext,
  type InsideClient,
  type ServiceDefinition,
} from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { AsyncRequests } from './async/requests.ts';
import { DataCapture } from './capture/capture.ts';
import { ComponentMetrics } from './component-metrics.ts';
import type { SageMakerRuntimeContext } from './context.ts';
import { validationError } from './faults.ts';
import type { Hosted } from './hosted.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import { InvocationMetrics } from './metrics.ts';
import { StreamMetrics } from './stream-metrics.ts';

export { InvocationMetrics } from './metrics.ts';

/** What the data plane stands on. */
export interface SageMakerRuntimeDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly metrics: MeterSource;
  readonly logs: LogSink;
  /** The engine that `services/sagemaker` places endpoints in. */
  readonly endpoints: Endpoints;
  /** What `services/sagemaker` says of them. */
  readonly hosted: Hosted;
  /** Metric periods are divided by this. */
  readonly timeScale: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  background(name: string, work: Promise<void>): void;
}

/** SageMaker's data plane, opened. */
export interface SageMakerRuntime extends AsyncDisposable {
  readonly definition: ServiceDefinition;
  /** Takes up the asynchronous requests that an earlier life of the server left; after the endpoints are back. */
  resume(): Promise<void>;
}

type Violations = Parameters<NonNullable<ServiceDefinition['validationFault']>>[1];

const isBodyLength = ({ path, demand }: Violations[number]): boolean =>
  demand.kind === 'length' && path[0]?.kind === 'member' && path[0].name === 'Body';

/** Opens SageMaker's data plane. */
export function openSageMakerRuntime(dependencies: SageMakerRuntimeDependencies): SageMakerRuntime {
  const { clock, ids, endpoints, hosted } = dependencies;
  const metrics = new InvocationMetrics(dependencies.metrics, clock);
  const componentMetrics = new ComponentMetrics(dependencies.metrics, clock);
  const streamMetrics = new StreamMetrics(dependencies.metrics, clock);
  const asyncRequests = new AsyncRequests(dependencies);
  const capture = new DataCapture(dependencies);
  const contextOf = (call: CallContext): SageMakerRuntimeContext => ({
    call,
    clock,
    ids,
    endpoints,
    metrics,
    componentMetrics,
    streamMetrics,
    hosted,
    asyncRequests,
    capture,
  });
  return {
    definition: {
      name: 'sagemaker-runtime',
      operations: async () => bindHandlers((await import('./operations.ts')).operations, contextOf),
      access: accessOf,
      maxBodyBytes: () => MAX_PAYLOAD_BYTES,
      // The service model still has the 6 MB of old; how long a body may be is for `maxBodyBytes` to say.
      validationFault: (message, violations) =>
        violations.every(isBodyLength) ? null : validationError(message),
    },
    async resume() {
      asyncRequests.resume();
    },
    async [Symbol.asyncDispose]() {
      asyncRequests[Symbol.dispose]();
      await capture[Symbol.asyncDispose]();
    },
  };
}
