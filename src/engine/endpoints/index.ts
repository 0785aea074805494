export type { StartFailure } from './endpoint.ts';
export { endpointId } from './endpoint-id.ts';
export { type Deployment, Endpoints, type EndpointsOptions, type VariantStanding } from './endpoints.ts';
export type { EndpointEvent, EndpointListener } from './events.ts';
export { onnxServer } from './onnx-server.ts';
export type { Invocation, Outcome, Served } from './outcome.ts';
export {
  type ContainerSpec,
  defaultHealth,
  type EndpointSpec,
  type HealthSpec,
  type VariantSpec,
} from './spec.ts';
