export {
  type Authenticate,
  type Authenticated,
  createAuthenticator,
} from './authenticate.ts';
export type { CredentialSource, FoundCredential } from './credentials.ts';
export type { AuthTarget, RefusalFamily } from './target.ts';
