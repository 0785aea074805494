import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { ModelRow } from './model.ts';

/** One variant of a deployment: everything needed to start it, whatever became of its model and configuration since. */
export interface DeployedVariant {
  readonly name: string;
  readonly model: ModelRow;
  readonly weight: number;
  readonly instances: number;
  readonly instanceType: string;
  readonly routing: 'random' | 'least-outstanding';
  /** Seconds. */
  readonly startTimeoutSeconds?: number;
  readonly downloadTimeoutSeconds?: number;
}

/** What an endpoint runs, or is to run. */
export interface Deployment {
  /** Unique; names the directory of its unpacked artifacts. */
  readonly id: string;
  readonly configName: string;
  readonly startedMs: number;
  readonly variants: readonly DeployedVariant[];
}

/** The statuses an endpoint takes here. */
export type Status = Extract<
  EndpointStatus,
  'Creating' | 'InService' | 'Updating' | 'RollingBack' | 'Failed' | 'Deleting'
>;

/** An endpoint. */
export interface EndpointRow {
  readonly name: string;
  readonly status: Status;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly configName: string;
  /** What serves. */
  readonly current?: Deployment;
  /** What is being started. */
  readonly next?: Deployment;
  readonly failureReason?: string;
}

/** Which status may follow which. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
const life: Readonly<Record<Status, readonly Status[]>> = {
  Creating: ['InService', 'Failed'],
  InService: ['Updating', 'Deleting'],
  Updating: ['InService', 'RollingBack'],
  RollingBack: ['InService'],
  Failed: ['Deleting'],
  Deleting: [],
};

/** The row in its next status; whatever else changes with it is in `changes`, where `undefined` takes a member away. */
export function advance(
  row: EndpointRow,
  status: Status,
  nowMs: number,
  changes: { [K in 'configName' | 'current' | 'next' | 'failureReason']?: EndpointRow[K] | undefined } = {},
): EndpointRow {
  if (!life[row.status].includes(status))
    throw new Error(`an endpoint cannot go from ${row.status} to ${status}`);
  const merged = { ...row, ...changes, status, modifiedMs: nowMs };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  ) as unknown as EndpointRow;
}

/** Whether it is on its way from one status to another, so that nothing else may be asked of it. */
export const inProgress = (row: EndpointRow): boolean =>
  row.status === 'Creating' ||
  row.status === 'Updating' ||
  row.status === 'RollingBack' ||
  row.status === 'Deleting';
