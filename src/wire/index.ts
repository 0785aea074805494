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
