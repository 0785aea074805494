export type { Authority, InvokeQuestion } from './authorise.ts';
export type { FunctionCall, FunctionInvoker, FunctionOutcome } from './functions-port.ts';
export { ACCOUNT_THROTTLE, type Destination, Gateway, type GatewayParts } from './gateway.ts';
export { Headers } from './headers.ts';
export { mockStatus } from './integrations/mock.ts';
export { compileAnswerValue, compileRequestValue, parseTarget } from './mapping.ts';
export { schemaFault } from './models.ts';
export {
  accessDenied,
  expiredCredentials,
  invalidCredentials,
  invalidSignature,
  Refusal,
  unsigned,
} from './refusal.ts';
export type { Identity, Matched, Origin } from './request.ts';
export type {
  ApiSpec,
  GatewayResponseSpec,
  GatewayResponseType,
  IntegrationResponseSpec,
  IntegrationSpec,
  KeySpec,
  MethodSettingsSpec,
  MethodSpec,
  PlanSpec,
  QuotaSpec,
  ResourceSpec,
  StageSpec,
  ThrottleSpec,
} from './spec.ts';
export { compileTemplate } from './template.ts';
export { type DayOfUse, periodStart, type UsageKeeper, UsageMeter } from './usage-meter.ts';
