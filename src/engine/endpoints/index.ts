export { endpointId } from './endpoint-id.ts';
export { Endpoints } from './endpoints.ts';
export type { EndpointEvent, EndpointListener } from './events.ts';
export { onnxServer } from './onnx-server.ts';
export type { Outcome } from './outcome.ts';
export { pythonServer } from './python-server.ts';
export {
  type ContainerSpec,
  defaultHealth,
  type EndpointSpec,
  type HealthSpec,
  type VariantSpec,
} from './spec.ts';
