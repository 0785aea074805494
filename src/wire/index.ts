export {
  type Authenticate,
  type Authenticated,
  type AuthOptions,
  type AuthTarget,
  createAuthenticator,
  type CredentialSource,
  type FoundCredential,
  type RefusalFamily,
} from './auth/index.ts';
export type { AccessDecision, AccessRequest, Authorizer, CallContext, Caller } from './call.ts';
export { type Blame, Fault } from './fault.ts';
export type { HeaderFields, Origin, Received } from './received.ts';
export type { Handler, InsideClient, ServiceDefinition, Site } from './service.ts';
export type { InputOf, Operations, OutputOf } from './typed.ts';
export type { Coverage } from './serve/coverage.ts';
export { createWire, type Wire, type WireParts } from './serve/wire.ts';
export { HeaderMap } from './header-map.ts';
export { type Catalog, openCatalog } from './snapshot/catalog.ts';
export type { Demand, PathStep, Violation } from './validate/violation.ts';
