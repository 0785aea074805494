import { existsSync, readFileSync } from 'node:fs';
import type { IamRecords } from './records/records.ts';
import type { PolicyRow } from './records/rows.ts';

const AWS_POLICIES = new URL('../../../generated/aws-managed-policies.json', import.meta.url);

/** A managed policy and where it comes from. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly aws: boolean;
  readonly row: PolicyRow;
}

interface Generated {
  readonly policies: Readonly<
    Record<
      string,
      { path: string; id: string; version: string; createMs: number; updateMs: number; document: object }
    >
  >;
}

/** Managed policies: AWS's own from the generated data, read when first asked for, and customers' from the records. */
export class ManagedPolicies {
  readonly #records: IamRecords;
  #aws: ReadonlyMap<string, ManagedPolicy> | undefined;

  constructor(records: IamRecords) {
    this.#records = records;
  }

  find(arn: string): ManagedPolicy | undefined {
    const [, account = '', path = ''] = /^arn:aws:iam::(aws|\d{12}):policy(\/.*)$/.exec(arn) ?? [];
    if (account === 'aws') return this.aws().get(arn);
    if (account === '') return undefined;
    const row = this.#records.in(account).policies.find(path.slice(path.lastIndexOf('/') + 1));
    return row && row.path + row.name === path ? { arn, aws: false, row } : undefined;
  }

  /** The document in force. */
  document(arn: string): string | undefined {
    const row = this.find(arn)?.row;
    return row?.versions.find(({ id }) => id === row.defaultVersion)?.document;
  }

  /** AWS's own, by ARN. */
  aws(): ReadonlyMap<string, ManagedPolicy> {
    this.#aws ??= readAwsPolicies();
    return this.#aws;
  }
}

function readAwsPolicies(): ReadonlyMap<string, ManagedPolicy> {
  if (!existsSync(AWS_POLICIES)) return new Map();
  const { policies } = JSON.parse(readFileSync(AWS_POLICIES, 'utf8')) as Generated;
  return new Map(
    Object.entries(policies).map(([name, { path, id, version, createMs, updateMs, document }]) => {
      const versions = [{ id: version, document: JSON.stringify(document), createMs: updateMs }];
      const row = {
        name,
        path,
        id,
        createMs,
        updateMs,
        versions,
        defaultVersion: version,
        versionCount: 1,
        tags: [],
      };
      const arn = `arn:aws:iam::aws:policy${path}${name}`;
      return [arn, { arn, aws: true, row }];
    }),
  );
}
