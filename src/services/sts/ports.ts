/** A role as STS needs to know it. */
export interface Role {
  readonly arn: string;
  readonly account: string;
  /** `AROA...` */
  readonly id: string;
  readonly name: string;
  /** Its trust policy. */
  readonly trust: string;
  readonly maxSessionSeconds: number;
}

/** A session to be made. */
export interface NewSession {
  readonly kind: 'assumed-role' | 'user' | 'root';
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly roleArn?: string;
  /** Session policies, documents. */
  readonly policies?: readonly string[];
  /** Managed session policies, ARNs. */
  readonly policyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTags?: readonly string[];
  readonly sourceIdentity?: string;
  /** Milliseconds since the epoch. */
  readonly issuedMs: number;
  readonly expiresMs: number;
}

/** What of a caller's session goes on to the next. */
export interface CallerSession {
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTags?: readonly string[];
  readonly sourceIdentity?: string;
}

/** What STS needs of those who keep identities; IAM is that. */
export interface Identities {
  readonly roles: {
    find(arn: string): Role | undefined;
    issue(session: NewSession): {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string;
      readonly expiresMs: number;
    };
  };
  hasManagedPolicy(arn: string): boolean;
  /** What is wrong with a policy document; undefined when nothing is. */
  malformed(document: string): string | undefined;
  accountOfKey(accessKeyId: string): string | undefined;
}
