import type { Endpoints } from '../../engine/endpoints/index.ts';
import type { Clock, Ids } from '../../kit/index.ts';
import type { CallContext } from '../../wire/index.ts';
import type { AsyncRequests } from './async/requests.ts';
import type { DataCapture } from './capture/capture.ts';
import type { Hosted } from './hosted.ts';
import type { ComponentMetrics } from './component-metrics.ts';
import type { InvocationMetrics } from './metrics.ts';
import type { StreamMetrics } from './stream-metrics.ts';

/** What a handler is given besides its input. */
export interface SageMakerRuntimeContext {
  readonly call: CallContext;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly endpoints: Endpoints;
  readonly metrics: InvocationMetrics;
  readonly componentMetrics: ComponentMetrics;
  readonly streamMetrics: StreamMetrics;
  readonly hosted: Hosted;
  readonly asyncRequests: AsyncRequests;
  readonly capture: DataCapture;
}
