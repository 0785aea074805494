/** What a session token says: everything about a temporary credential but its secret. */
export interface Session {
  readonly accessKeyId: string;
  readonly kind: 'assumed-role' | 'user' | 'root';
  readonly account: string;
  /** The session's or user's ARN. */
  readonly arn: string;
  readonly userId: string;
  readonly roleArn?: string;
  /** Session policies, documents. */
  readonly policies?: readonly string[];
  /** Managed session policies, ARNs. */
  readonly policyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Names of the tags that go on to the next role. */
  readonly transitiveTags?: readonly string[];
  readonly sourceIdentity?: string;
  /** A service assumed the role, not a caller of AssumeRole. */
  readonly byService?: string;
  /** Milliseconds since the epoch. */
  readonly issuedMs: number;
  readonly expiresMs: number;
}

/** A temporary credential as it is handed out. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
}
