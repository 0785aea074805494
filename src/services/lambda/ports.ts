import type { Caller } from '../../wire/index.ts';

/** Who wants to act as a role. */
export interface RoleAsks {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The service principal. */
  readonly service: string;
  readonly durationSeconds?: number;
  /** The resource on whose behalf. */
  readonly sourceArn?: string;
}

/** What Lambda needs of those who keep roles; IAM's `roles` are that. */
export interface Roles {
  trusts(asks: Omit<RoleAsks, 'sessionName'>): 'trusted' | 'not-trusted' | 'no-such-role';
  credentialsForRole(asks: RoleAsks):
    | {
        readonly outcome: 'assumed';
        readonly credentials: {
          readonly accessKeyId: string;
          readonly secretAccessKey: string;
          readonly sessionToken: string;
          /** Milliseconds since the epoch. */
          readonly expiresMs: number;
        };
      }
    | { readonly outcome: 'no-such-role' | 'not-trusted' };
  callerForRole(asks: RoleAsks): Caller | undefined;
}

/** The service principal that execution roles trust. */
export const PRINCIPAL = 'lambda.amazonaws.com';
