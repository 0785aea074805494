import type { Collection, Store } from '../../../store/index.ts';
import { alreadyExists, notFound, policyNotFound } from '../faults.ts';
import { Named } from './named.ts';
import type { AccessKeyRow, GroupRow, InstanceProfileRow, PolicyRow, RoleRow, UserRow } from './rows.ts';

const REGION = 'aws-global';

/** IAM's records in one account. */
export interface AccountRecords {
  readonly users: Named<UserRow>;
  readonly groups: Named<GroupRow>;
  readonly roles: Named<RoleRow>;
  readonly policies: Named<PolicyRow>;
  readonly profiles: Named<InstanceProfileRow>;
  readonly keys: AccessKeys;
  readonly alias: { get(): string | undefined; set(alias: string | undefined): void };
}

/** The access keys of one account. */
export interface AccessKeys {
  get(id: string): AccessKeyRow | undefined;
  put(row: AccessKeyRow): void;
  delete(id: string): void;
  of(userName: string): AccessKeyRow[];
}

/** An access key with the account it belongs to. */
export interface OwnedKey extends AccessKeyRow {
  readonly account: string;
}

/** IAM's records in every account, and an index of access keys over all of them. */
export class IamRecords {
  readonly #store: Store;
  readonly #keys = new Map<string, OwnedKey>();
  readonly #listeners = new Set<() => void>();
  readonly #accounts = new Map<string, AccountRecords>();
  readonly #accessKeys: Collection<AccessKeyRow>;

  constructor(store: Store) {
    this.#store = store;
    this.#accessKeys = store.collection<AccessKeyRow>('iam.access-keys');
    for (const { account, row } of this.#accessKeys.all()) this.#keys.set(row.id, { ...row, account });
  }

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** The access key, whoever's it is. */
  accessKey(id: string): OwnedKey | undefined {
    return this.#keys.get(id);
  }

  /** Runs `work` so that all of its writes happen or none. */
  transaction<T>(work: () => T): T {
    return this.#store.transaction(work);
  }

  in(account: string): AccountRecords {
    let records = this.#accounts.get(account);
    if (!records) {
      records = this.#open(account);
      this.#accounts.set(account, records);
    }
    return records;
  }

  #changed = (): void => {
    for (const listener of this.#listeners) listener();
  };

  #open(account: string): AccountRecords {
    const named = <Row extends { name: string; path: string }>(
      collection: string,
      kind: string,
      taken: (name: string) => string,
      missing = (name: string) => notFound(kind, name),
    ) => {
      const records = this.#store.collection<Row>(`iam.${collection}`).in(account, REGION);
      return new Named<Row>(records, { missing, taken: (name) => alreadyExists(taken(name)) }, this.#changed);
    };
    return {
      users: named<UserRow>('users', 'user', (name) => `User with name ${name} already exists.`),
      groups: named<GroupRow>('groups', 'group', (name) => `Group with name ${name} already exists.`),
      roles: named<RoleRow>('roles', 'role', (name) => `Role with name ${name} already exists.`),
      policies: named<PolicyRow>(
        'policies',
        'policy',
        (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
        policyNotFound,
      ),
      profiles: named<InstanceProfileRow>(
        'instance-profiles',
        'instance profile',
        (name) => `Instance Profile ${name} already exists.`,
      ),
      keys: this.#openKeys(account),
      alias: this.#openAlias(account),
    };
  }

  #openKeys(account: string): AccessKeys {
    const records = this.#accessKeys.in(account, REGION);
    const owned = () => [...this.#keys.values()].filter((key) => key.account === account);
    return {
      get: (id) => records.get(id),
      put: (row) => {
        records.put(row.id, row);
        this.#keys.set(row.id, { ...row, account });
      },
      delete: (id) => {
        records.delete(id);
        this.#keys.delete(id);
      },
      of: (userName) =>
        owned()
          .filter((key) => key.userName === userName)
          .sort((a, b) => a.createMs - b.createMs || (a.id < b.id ? -1 : 1)),
    };
  }

  #openAlias(account: string): AccountRecords['alias'] {
    const aliases = this.#store.collection<{ alias: string }>('iam.account-aliases');
    const records = aliases.in(account, REGION);
    return {
      get: () => records.get('alias')?.alias,
      set: (alias) => {
        if (alias === undefined) records.delete('alias');
        else if (aliases.all().some((other) => other.row.alias === alias && other.account !== account)) {
          throw alreadyExists(`The account alias ${alias} already exists.`);
        } else records.put('alias', { alias });
      },
    };
  }
}
