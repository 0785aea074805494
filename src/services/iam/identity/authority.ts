import {
  type AppliedPolicy,
  type CompiledPolicy,
  type Policies,
  type PolicyKind,
} from '../../../engine/policy/index.ts';
import type { Caller } from '../../../wire/index.ts';
import type { ManagedPolicies } from '../managed-policies.ts';
import type { IamRecords } from '../records/records.ts';
import type { Grants, Tags } from '../records/rows.ts';
import type { Session } from './session.ts';

/** Everything that IAM says of a principal. */
export interface Standing {
  readonly identity: readonly AppliedPolicy[] | 'everything';
  readonly boundary?: AppliedPolicy;
  readonly session?: readonly AppliedPolicy[];
  /** Of the user or role; those of a session come over them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Gathers the policies that bear on a caller, and remembers them until IAM's records change. */
export class Authority {
  readonly #records: IamRecords;
  readonly #managed: ManagedPolicies;
  readonly #compiled: Policies;
  readonly #known = new Map<string, Standing>();

  constructor(records: IamRecords, managed: ManagedPolicies, compiled: Policies) {
    this.#records = records;
    this.#managed = managed;
    this.#compiled = compiled;
    records.onChange(() => this.#known.clear());
  }

  /** The policies and tags of a caller. */
  of(caller: Caller): Standing {
    const session = caller.session as Session | undefined;
    const name = session ? `${caller.userId} ${session.accessKeyId}` : caller.arn;
    const known = this.#known.get(name);
    if (known) return known;
    const standing = this.#gather(caller, session);
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(name, standing);
    return standing;
  }

  /** A policy document compiled, or undefined when it is none. */
  compile(text: string, kind: PolicyKind): CompiledPolicy | undefined {
    const policy = this.#compiled.compile(text, kind);
    return 'malformed' in policy ? undefined : policy;
  }

  #gather(caller: Caller, session: Session | undefined): Standing {
    const own = this.#own(caller);
    if (!session) return own;
    const limits = this.#sessionPolicies(session);
    const tags = { ...own.tags, ...session.tags };
    return { ...own, tags, ...(limits && { session: limits }) };
  }

  #own(caller: Caller): Standing {
    if (caller.kind === 'root') return { identity: 'everything', tags: {} };
    if (caller.kind === 'user') return this.user(caller.account, caller.arn);
    if (caller.kind === 'assumed-role') return this.role(caller);
    return { identity: [], tags: {} };
  }

  /** What a user may, with its groups'. */
  user(account: string, arn: string): Standing {
    const records = this.#records.in(account);
    const row = records.users.find(lastSegment(arn));
    if (!row) return { identity: [], tags: {} };
    const groups = row.groups.flatMap((name) => {
      const group = records.groups.find(name);
      return group ? this.#grants(group, `group_${name}`) : [];
    });
    return {
      identity: [...this.#grants(row, `user_${row.name}`), ...groups],
      ...this.#boundary(row.boundary),
      tags: tagRecord(row.tags),
    };
  }

  /** What a role may; nothing once it is gone or another took its name. */
  role({ account, roleArn = '', userId }: Pick<Caller, 'account' | 'roleArn' | 'userId'>): Standing {
    const row = this.#records.in(account).roles.find(lastSegment(roleArn));
    if (!row || (userId !== '' && !userId.startsWith(row.id))) return { identity: [], tags: {} };
    return {
      identity: this.#grants(row, `role_${row.name}`),
      ...this.#boundary(row.boundary),
      tags: tagRecord(row.tags),
    };
  }

  /** The policies of a group. */
  group(account: string, name: string): readonly AppliedPolicy[] {
    return this.#grants(this.#records.in(account).groups.get(name), `group_${name}`);
  }

  #grants({ attached, inline }: Grants, owner: string): AppliedPolicy[] {
    return [
      ...attached.flatMap((arn) => this.#managedPolicy(arn) ?? []),
      ...Object.entries(inline).flatMap(([name, text]) => this.#applied(`${owner}_${name}`, text) ?? []),
    ];
  }

  #boundary(arn: string | undefined): { boundary?: AppliedPolicy } {
    if (arn === undefined) return {};
    // A boundary that is gone allows nothing; it must not come to allow everything.
    return { boundary: this.#managedPolicy(arn) ?? { id: arn, policy: NOTHING } };
  }

  #sessionPolicies({ policies, policyArns }: Session): readonly AppliedPolicy[] | undefined {
    if (!policies?.length && !policyArns?.length) return undefined;
    return [
      ...(policies ?? []).flatMap((text) => this.#applied('session', text) ?? []),
      ...(policyArns ?? []).flatMap((arn) => this.#managedPolicy(arn) ?? []),
    ];
  }

  #managedPolicy(arn: string): AppliedPolicy | undefined {
    const document = this.#managed.document(arn);
    return document === undefined ? undefined : this.#applied(arn, document);
  }

  #applied(id: string, text: string): AppliedPolicy | undefined {
    const policy = this.compile(text, 'identity');
    return policy && { id, policy };
  }
}

const NOTHING: CompiledPolicy = { document: { version: '2012-10-17', statements: [] }, statements: [] };

const lastSegment = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const tagRecord = (tags: Tags): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
