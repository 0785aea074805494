import type { Caller } from '../call.ts';

/** What became of looking an access key up. */
export type FoundCredential =
  | { readonly outcome: 'found'; readonly secretAccessKey: string; readonly caller: Caller }
  /** No such key, an inactive one, or a temporary one whose token is missing or another's. */
  | { readonly outcome: 'unknown' }
  /** A session token that cannot be read at all. */
  | { readonly outcome: 'malformed-token' }
  /** A temporary credential past its end. */
  | { readonly outcome: 'expired' };

/** Knows the secret behind every access key; `services/iam` makes the one that reads IAM's records. */
export interface CredentialSource {
  /** @param sessionToken as it came with the request; undefined when none did */
  find(accessKeyId: string, sessionToken: string | undefined): FoundCredential;
}
