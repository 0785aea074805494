export type { Authority, InvokeQuestion } from './authorise.ts';
export type { FunctionCall, FunctionInvoker, FunctionOutcome } from './functions-port.ts';
export { ACCOUNT_THROTTLE, type Destination, Gateway } from './gateway.ts';
export { Headers } from './headers.ts';
export { mockStatus } from './integrations/mock.ts';
export { compileAnswerValue, compileRequestValue, parseTarget } from './mapping.ts';
export { schemaFault } from './models.ts';
export {
  accessDenied,
  expiredCredentials,
  invalidCredentials,
  invalidSignature,
  noSuchRoute,
  Refusal,
} from './refusal.ts';
export type { Identity } from './request.ts';
export type {
  ApiSpec,
  GatewayResponseSpec,
  IntegrationResponseSpec,
  IntegrationSpec,
  KeySpec,
  MethodSettingsSpec,
  MethodSpec,
  PlanSpec,
  QuotaSpec,
  StageSpec,
  ThrottleSpec,
} from './spec.ts';
export { compileTemplate } from './template.ts';
export { type DayOfUse, type UsageKeeper } from './usage-meter.ts';
