import type {
  ContainerDefinition,
  InferenceComponentDeploymentConfig,
  InferenceComponentSpecification,
  InferenceComponentStatus,
} from '@aws-sdk/client-sagemaker';

/** What the copies of an inference component run, whatever became of its model since. */
export interface ComponentRelease {
  /** Unique; names the directory of its unpacked artifact. */
  readonly id: string;
  readonly startedMs: number;
  /** As the caller wrote it; what an update leaves out is kept from before. */
  readonly specification: InferenceComponentSpecification;
  /** Of its model, or of its specification. */
  readonly container: ContainerDefinition;
  readonly roleArn?: string;
  /** How it takes the place of the one before; all at once when left out. */
  readonly deploymentConfig?: InferenceComponentDeploymentConfig;
}

/** An inference component: copies of one container that an endpoint hosts. */
export interface InferenceComponentRow {
  readonly name: string;
  readonly endpointName: string;
  readonly variantName: string;
  readonly status: InferenceComponentStatus;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Copies that are to run. */
  readonly copies: number;
  /** Copies there were before a change that is under way. */
  readonly copiesBefore?: number;
  /** What serves. */
  readonly current?: ComponentRelease;
  /** What is being started. */
  readonly next?: ComponentRelease;
  readonly failureReason?: string;
  readonly lastDeploymentConfig?: InferenceComponentDeploymentConfig;
}

/** Which status may follow which. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeInferenceComponent.html */
const life: Readonly<Record<InferenceComponentStatus, readonly InferenceComponentStatus[]>> = {
  Creating: ['InService', 'Failed'],
  InService: ['Updating', 'Deleting'],
  Updating: ['InService', 'Failed'],
  Failed: ['Deleting', 'Updating'],
  Deleting: [],
};

/** The row in its next status; `undefined` in `changes` takes a member away. */
export function enter(
  row: InferenceComponentRow,
  status: InferenceComponentStatus,
  nowMs: number,
  changes: { [K in keyof InferenceComponentRow]?: InferenceComponentRow[K] | undefined } = {},
): InferenceComponentRow {
  if (!life[row.status].includes(status))
    throw new Error(`an inference component cannot go from ${row.status} to ${status}`);
  const merged = { ...row, ...changes, status, modifiedMs: nowMs };
  const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as InferenceComponentRow;
}

/** Whether nothing else may be asked of it now. */
export const isOnItsWay = ({ status }: InferenceComponentRow): boolean =>
  status === 'Creating' || status === 'Updating' || status === 'Deleting';
