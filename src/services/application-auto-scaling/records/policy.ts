import type {
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { type TargetKey, targetId } from './target.ts';

/** An alarm that invokes a policy. */
export interface AlarmName {
  readonly name: string;
  readonly arn: string;
}

interface EveryPolicy extends TargetKey {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
}

/** Keeps a metric at a target. */
export interface TrackingRow extends EveryPolicy {
  readonly type: 'TargetTrackingScaling';
  readonly config: TargetTrackingScalingPolicyConfiguration;
  /** Ends the ARN that its alarms act upon. */
  readonly createdBy: string;
  readonly high: AlarmName;
  /** Not where scale in is disabled. */
  readonly low?: AlarmName;
}

/** Answers alarms of the user's. */
export interface StepRow extends EveryPolicy {
  readonly type: 'StepScaling';
  readonly config: StepScalingPolicyConfiguration;
}

/** A scaling policy, its configuration as it was given. */
export type PolicyRow = TrackingRow | StepRow;

/** The key of its record; those of one target stand together. */
export const policyId = (key: TargetKey, name: string): string => `${targetId(key)} ${name}`;
