import { decide, requestKeys } from '../../../engine/policy/index.ts';
import type { Clock } from '../../../kit/index.ts';
import type { Caller } from '../../../wire/index.ts';
import type { IamRecords } from '../records/records.ts';
import { entityArn, type RoleRow } from '../records/rows.ts';
import type { Authority } from './authority.ts';
import { callerOf } from './credentials.ts';
import type { Session, TemporaryCredentials } from './session.ts';
import type { SessionTokens } from './session-tokens.ts';

/** A role as others need to know it. */
export interface KnownRole {
  readonly arn: string;
  readonly account: string;
  /** `AROA...` */
  readonly id: string;
  readonly name: string;
  readonly trust: string;
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What came of a service's asking to act as a role. */
export type ServiceSession =
  | { readonly outcome: 'assumed'; readonly credentials: TemporaryCredentials; readonly caller: Caller }
  | { readonly outcome: 'no-such-role' }
  /** The role's trust policy does not let the service in. */
  | { readonly outcome: 'not-trusted' };

/** Who wants to act as which role. */
export interface ServiceAsks {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The service principal, e.g. `lambda.amazonaws.com`. */
  readonly service: string;
  /** Default one hour. */
  readonly durationSeconds?: number;
  /** For `aws:SourceArn` in the trust policy: the resource on whose behalf. */
  readonly sourceArn?: string;
}

/** The roles and how sessions of them come about: the port through which STS and other services act as a role. */
export class Roles {
  readonly #records: IamRecords;
  readonly #authority: Authority;
  readonly #tokens: SessionTokens;
  readonly #clock: Clock;
  readonly #enforce: boolean;

  constructor(
    records: IamRecords,
    authority: Authority,
    tokens: SessionTokens,
    clock: Clock,
    enforce: boolean,
  ) {
    this.#records = records;
    this.#authority = authority;
    this.#tokens = tokens;
    this.#clock = clock;
    this.#enforce = enforce;
  }

  /** The role of that ARN. Where nothing is enforced, any ARN of a role names one. */
  find(arn: string): KnownRole | undefined {
    const [, account = '', path = ''] = /^arn:aws:iam::(\d{12}):role(\/.+)$/.exec(arn) ?? [];
    if (account === '') return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const row = this.#records.in(account).roles.find(name);
    if (row && row.path + row.name === path) return known(account, row);
    return this.#enforce
      ? undefined
      : { arn, account, id: 'AROAUNRECORDEDROLE00', name, trust: '', maxSessionSeconds: 43_200, tags: {} };
  }

  /** Whether a service may act as a role by its trust policy; `no-such-role` when there is none. */
  trusts({
    roleArn,
    service,
    sourceArn,
  }: Omit<ServiceAsks, 'sessionName'>): 'trusted' | 'not-trusted' | 'no-such-role' {
    const role = this.find(roleArn);
    if (!role) return 'no-such-role';
    if (!this.#enforce) return 'trusted';
    const policy = this.#authority.compile(role.trust, 'trust');
    const keys = requestKeys({ 'aws:SourceArn': sourceArn, 'aws:SourceAccount': role.account });
    const decision = decide(
      { kind: 'service', account: role.account, arn: service },
      { action: 'sts:AssumeRole', resource: roleArn, keys },
      { identity: [], resource: policy && { id: roleArn, policy }, resourceAccount: role.account },
    );
    return decision.outcome === 'allowed' ? 'trusted' : 'not-trusted';
  }

  /** Credentials with which a service's work runs as a role, e.g. a function's execution role. */
  credentialsForRole(asks: ServiceAsks): ServiceSession {
    const trust = this.trusts(asks);
    if (trust !== 'trusted') return { outcome: trust };
    const role = this.find(asks.roleArn)!;
    const issuedMs = this.#clock.now();
    const session = {
      ...sessionOf(role, asks.sessionName),
      byService: asks.service,
      issuedMs,
      expiresMs: issuedMs + (asks.durationSeconds ?? 3600) * 1000,
    };
    const credentials = this.#tokens.issue(session);
    return {
      outcome: 'assumed',
      credentials,
      caller: callerOf({ ...session, accessKeyId: credentials.accessKeyId }),
    };
  }

  /** A session without credentials, for calls inside. */
  callerForRole(asks: ServiceAsks): Caller | undefined {
    const answer = this.credentialsForRole(asks);
    return answer.outcome === 'assumed' ? answer.caller : undefined;
  }

  /** Makes credentials for a session that STS has decided to give. */
  issue(session: Omit<Session, 'accessKeyId'>): TemporaryCredentials {
    return this.#tokens.issue(session);
  }
}

/** What every session of a role begins with. */
const sessionOf = (role: KnownRole, sessionName: string) => ({
  kind: 'assumed-role' as const,
  account: role.account,
  arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
  userId: `${role.id}:${sessionName}`,
  roleArn: role.arn,
});

const known = (account: string, row: RoleRow): KnownRole => ({
  arn: entityArn(account, 'role', row),
  account,
  id: row.id,
  name: row.name,
  trust: row.trust,
  maxSessionSeconds: row.maxSessionSeconds,
  tags: Object.fromEntries(row.tags.map(({ Key, Value }) => [Key, Value])),
});
