export { type Copies, instancesNeeded, type Room } from './components/place.ts';
export { componentId, endpointId } from './endpoint-id.ts';
export { Endpoints } from './endpoints.ts';
export type { EndpointEvent, EndpointListener } from './events.ts';
export type { StartFailure } from './fleet.ts';
export { onnxServer } from './onnx-server.ts';
export type { Outcome } from './outcome.ts';
export { pythonServer } from './python-server.ts';
export type { ResizeOutcome } from './resize-outcome.ts';
export type { Rollout } from './rollout.ts';
export {
  type ContainerSpec,
  defaultHealth,
  type EndpointSpec,
  type FetchedModel,
  type HealthSpec,
  type MultiModelSpec,
  type ServerSpec,
  type VariantSpec,
} from './spec.ts';
export type { StreamedAnswer } from './streamed.ts';
export type { VariantStanding } from './standing.ts';
export type { Target } from './target.ts';
