import type {
  AsyncInferenceConfig,
  DataCaptureConfig,
  DeploymentConfig,
  EndpointStatus,
  VariantStatus,
} from '@aws-sdk/client-sagemaker';
import type { ServerlessSettings } from '../translate/serverless.ts';
import type { ModelRow } from './model.ts';

/** One variant of a deployment: everything needed to start it, whatever became of its model and configuration since. */
export interface DeployedVariant {
  readonly name: string;
  /** Left out where its instances host inference components. */
  readonly model?: ModelRow;
  /** Instances come and go with the copies of inference components, within these bounds. */
  readonly managed?: { readonly min: number; readonly max: number };
  readonly weight: number;
  readonly instances: number;
  readonly instanceType: string;
  readonly routing: 'random' | 'least-outstanding';
  readonly volumeGb?: number;
  /** Instances come with the requests. */
  readonly serverless?: ServerlessSettings;
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
  /** Those that are given copies of the requests. */
  readonly shadows?: readonly DeployedVariant[];
  /** It takes asynchronous requests, and no others. */
  readonly asyncInference?: AsyncInferenceConfig;
  readonly dataCapture?: DataCaptureConfig;
  /** How often it is told what its instances use of the machine, seconds; 60 when left out. */
  readonly utilizationSeconds?: number;
  /** In whose name inference components are started. */
  readonly roleArn?: string;
  /** How it takes the place of what served before; all at once when left out. */
  readonly deploymentConfig?: DeploymentConfig;
}

/** The variants of a deployment that answer, and their shadows. */
export const allVariants = ({ variants, shadows = [] }: Deployment): readonly DeployedVariant[] => [
  ...variants,
  ...shadows,
];

/** The deployment with weights and instances that were desired, variant by variant of the same name. */
export function withDesired(deployment: Deployment, desired: readonly DesiredVariant[]): Deployment {
  const changed = (variant: DeployedVariant): DeployedVariant => ({
    ...variant,
    ...desired.find(({ name }) => name === variant.name),
  });
  const { variants, shadows } = deployment;
  return {
    ...deployment,
    variants: variants.map(changed),
    ...(shadows && { shadows: shadows.map(changed) }),
  };
}

/** How far a deployment has got in taking over. */
export interface RolloutProgress {
  /** Counted from 0, of the steps of its plan. */
  readonly step: number;
  readonly stage: Exclude<VariantStatus, 'Updating'>;
  readonly sinceMs: number;
  /** The server was started anew meanwhile. */
  readonly resumed?: true;
}

/** What a variant is to become. */
export interface DesiredVariant {
  readonly name: string;
  readonly weight: number;
  readonly instances: number;
  readonly serverless?: ServerlessSettings;
}

/** The statuses an endpoint takes here. */
export type Status = Extract<
  EndpointStatus,
  'Creating' | 'InService' | 'Updating' | 'RollingBack' | 'UpdateRollbackFailed' | 'Failed' | 'Deleting'
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
  /** How far `next` has got. */
  readonly rollout?: RolloutProgress;
  /** What all variants of `current` are becoming: weights and instances changed in place. */
  readonly desired?: readonly DesiredVariant[];
  /** The one that was asked for most recently. */
  readonly lastDeploymentConfig?: DeploymentConfig;
  readonly failureReason?: string;
}

/** Which status may follow which. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
const life: Readonly<Record<Status, readonly Status[]>> = {
  Creating: ['InService', 'Failed'],
  InService: ['Updating', 'Deleting'],
  Updating: ['InService', 'RollingBack'],
  RollingBack: ['InService', 'UpdateRollbackFailed'],
  UpdateRollbackFailed: ['Updating', 'Deleting', 'InService'],
  Failed: ['Deleting'],
  Deleting: [],
};

/** The row in its next status; whatever else changes with it is in `changes`, where `undefined` takes a member away. */
export function advance(row: EndpointRow, status: Status, nowMs: number, changes: Changes = {}): EndpointRow {
  if (!life[row.status].includes(status))
    throw new Error(`an endpoint cannot go from ${row.status} to ${status}`);
  return withChanges({ ...row, status, modifiedMs: nowMs }, changes);
}

/** The row with other members and the same status; `undefined` takes a member away. */
export function withChanges(row: EndpointRow, changes: Changes): EndpointRow {
  const members = Object.entries({ ...row, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as unknown as EndpointRow;
}

type Changeable = Exclude<keyof EndpointRow, 'name' | 'status' | 'createdMs' | 'modifiedMs'>;
type Changes = { [K in Changeable]?: EndpointRow[K] | undefined };

/** Whether it is on its way from one status to another, so that nothing else may be asked of it. */
export const inProgress = (row: EndpointRow): boolean =>
  row.status === 'Creating' ||
  row.status === 'Updating' ||
  row.status === 'RollingBack' ||
  row.status === 'Deleting';
