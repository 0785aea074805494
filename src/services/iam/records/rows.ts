/** What grants a user, group or role its permissions. */
export interface Grants {
  /** ARNs of managed policies, in the order they were attached. */
  readonly attached: readonly string[];
  /** Policy documents by name. */
  readonly inline: Readonly<Record<string, string>>;
}

/** Anything with a name, a path and an id. Names are unique whatever their case. */
export interface Entity {
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createMs: number;
}

/** Tags in the order they were set. */
export type Tags = readonly { readonly Key: string; readonly Value: string }[];

/** An IAM user. */
export interface UserRow extends Entity, Grants {
  readonly tags: Tags;
  /** ARN of the policy that is its permissions boundary. */
  readonly boundary?: string;
  /** Names of its groups. */
  readonly groups: readonly string[];
}

/** A group of users. */
export interface GroupRow extends Entity, Grants {}

/** A role. */
export interface RoleRow extends Entity, Grants {
  readonly tags: Tags;
  readonly boundary?: string;
  /** The policy document that says who may assume it. */
  readonly trust: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  /** The service that it is linked to, e.g. `sagemaker.application-autoscaling.amazonaws.com`. */
  readonly linkedService?: string;
}

/** One version of a managed policy. */
export interface PolicyVersionRow {
  /** `v1`, `v2` ... */
  readonly id: string;
  readonly document: string;
  readonly createMs: number;
}

/** A managed policy of a customer's. */
export interface PolicyRow extends Entity {
  readonly description?: string;
  readonly tags: Tags;
  readonly versions: readonly PolicyVersionRow[];
  readonly defaultVersion: string;
  /** How many versions there ever were. */
  readonly versionCount: number;
  readonly updateMs: number;
}

/** A container for a role that instances take; stored for those who ask. */
export interface InstanceProfileRow extends Entity {
  readonly roles: readonly string[];
  readonly tags: Tags;
}

/** An access key of a user. */
export interface AccessKeyRow {
  readonly id: string;
  readonly secret: string;
  readonly userName: string;
  readonly active: boolean;
  readonly createMs: number;
}

/** The kinds of entity, as ARNs spell them. */
export type EntityKind = 'user' | 'group' | 'role' | 'policy' | 'instance-profile';

/** The ARN of an entity. */
export const entityArn = (
  account: string,
  kind: EntityKind,
  { path, name }: Pick<Entity, 'path' | 'name'>,
): string => `arn:aws:iam::${account}:${kind}${path}${name}`;
