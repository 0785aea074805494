export {
  type Authenticate,
  type AuthTarget,
  createAuthenticator,
  type CredentialSource,
  type FoundCredential,
} from './auth/index.ts';
export { bindHandlers } from './bind-handlers.ts';
export type { AccessDecision, AccessRequest, Authorizer, CallContext, Caller } from './call.ts';
export { Fault } from './fault.ts';
export type { Origin } from './received.ts';
export type { Handler, Handlers, InsideClient, ServiceDefinition, Site } from './service.ts';
export type { InputOf, Operations, OutputOf } from './typed.ts';
export type { Coverage } from './serve/coverage.ts';
export { createWire, type Wire } from './serve/wire.ts';
export { HeaderMap } from './header-map.ts';
export { openCatalog } from './snapshot/catalog.ts';
export { inAwsWords } from './validate/aws-words.ts';
export type { Violation } from './validate/violation.ts';
