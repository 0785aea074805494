import type { Change } from '../../../engine/scaling/index.ts';

/** What is scaled: one dimension of one resource. */
export interface TargetKey {
  /** e.g. `sagemaker` */
  readonly namespace: string;
  /** e.g. `endpoint/NAME/variant/VARIANT` */
  readonly resourceId: string;
  /** e.g. `sagemaker:variant:DesiredInstanceCount` */
  readonly dimension: string;
}

/** A scalable target. */
export interface TargetRow extends TargetKey {
  /** The last part of its ARN. */
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly roleArn: string;
  /** Milliseconds since the epoch, as all times. */
  readonly createdMs: number;
  readonly suspended: { readonly out: boolean; readonly in: boolean; readonly scheduled: boolean };
  readonly tags: Readonly<Record<string, string>>;
  /** The latest changes that policies made. */
  readonly last: { readonly out?: Change; readonly in?: Change };
}

/** The key of its record; those of one namespace and resource stand together. None of the parts can hold a blank. */
export const targetId = ({ namespace, resourceId, dimension }: TargetKey): string =>
  `${namespace} ${resourceId} ${dimension}`;

/** The target's key, of anything that belongs to it. */
export const targetKeyOf = ({ namespace, resourceId, dimension }: TargetKey): TargetKey => ({
  namespace,
  resourceId,
  dimension,
});
