import type { StoredCode } from '../../../engine/functions/index.ts';

/** A layer as a version of a function holds it: it stays when the layer's version is deleted. */
export interface UsedLayer {
  /** With its version. */
  readonly arn: string;
  readonly code: StoredCode;
}

/** One version of a function: its code with one configuration. `$LATEST` alone ever changes. */
export interface VersionRow {
  readonly name: string;
  /** `$LATEST`, or a number. */
  readonly version: string;
  readonly description: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  /** Seconds. */
  readonly timeout: number;
  /** MiB */
  readonly memorySize: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly layers: readonly UsedLayer[];
  readonly architecture: 'x86_64' | 'arm64';
  readonly ephemeralMb: number;
  readonly logGroup: string;
  readonly code: StoredCode;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
  readonly revisionId: string;
  readonly state: 'Pending' | 'Active';
  readonly lastUpdate?: 'InProgress' | 'Successful';
}

/** A function. */
export interface FunctionRow {
  readonly latest: VersionRow;
  /** The number the next version gets. */
  readonly nextVersion: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
}

/** A name for a version, or for two with weights. */
export interface AliasRow {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Shares of other versions, 0 to 1. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** A statement of a resource policy, as it is written there. */
export interface StatementRow {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The resource policy of a function, a version or an alias. */
export interface PolicyRow {
  readonly revisionId: string;
  readonly statements: readonly StatementRow[];
}

/** How failed asynchronous invocations are tried again. */
export interface EventInvokeRow {
  readonly retries?: number;
  readonly maximumAgeSeconds?: number;
  readonly modifiedMs: number;
}

/** How many workers of a version or an alias are kept up ahead of requests. */
export interface ProvisionedRow {
  readonly requested: number;
  readonly modifiedMs: number;
}

/** One version of a layer. */
export interface LayerVersionRow {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly runtimes?: readonly string[];
  readonly architectures?: readonly string[];
  readonly licence?: string;
  readonly code: StoredCode;
  readonly createdMs: number;
}

/** What outlives the versions of a layer: numbers are not given twice. */
export interface LayerRow {
  readonly nextVersion: number;
}

/** An event that was accepted and is not done with. */
export interface WaitingEventRow {
  readonly id: string;
  readonly name: string;
  /** As it was called. */
  readonly qualifier?: string;
  /** base64 */
  readonly payload: string;
  readonly trace: string;
  readonly clientContext?: string;
  readonly acceptedMs: number;
  /** Times the handler failed on it. */
  readonly failures: number;
}

/** The transitions of a version's life: a function is created pending, an update is in progress until the engine has it. */
export const transitions = {
  created: { state: 'Pending' },
  placed: { state: 'Active', lastUpdate: 'Successful' },
  updated: { state: 'Active', lastUpdate: 'InProgress' },
} as const satisfies Record<string, Pick<VersionRow, 'state' | 'lastUpdate'>>;
