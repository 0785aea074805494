export {
  type Authenticate,
  type Authenticated,
  type AuthOptions,
  createAuthenticator,
} from './authenticate.ts';
export type { CredentialSource, FoundCredential } from './credentials.ts';
export type { AuthTarget, RefusalFamily } from './target.ts';
