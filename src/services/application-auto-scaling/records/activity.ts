import type { ScalingActivityStatusCode } from '@aws-sdk/client-application-auto-scaling';
import type { TargetKey } from './target.ts';

/** Why nothing was done. */
export interface NotScaled {
  readonly Code:
    | 'AutoScalingAnticipatedFlapping'
    | 'TargetServicePutResourceAsUnscalable'
    | 'AlreadyAtMaxCapacity'
    | 'AlreadyAtMinCapacity'
    | 'AlreadyAtDesiredCapacity';
  readonly MaxCapacity?: number;
  readonly MinCapacity?: number;
  readonly CurrentCapacity?: number;
}

/** A change of capacity. */
export interface CapacityChange {
  readonly from: number;
  readonly to: number;
  /** A policy made it, so that a cooldown follows. */
  readonly byPolicy: boolean;
}

/** Something that was done, or not, to a target. */
export interface ActivityRow extends TargetKey {
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly startMs: number;
  readonly endMs?: number;
  readonly status: ScalingActivityStatusCode;
  readonly message?: string;
  readonly notScaled?: NotScaled;
  /** What is to be fulfilled, where it is a change of capacity. */
  readonly change?: CapacityChange;
}

const LATEST = 10 ** 15;

/** The key of its record: of one namespace the newest first. */
export const activityId = ({
  namespace,
  startMs,
  id,
}: Pick<ActivityRow, 'namespace' | 'startMs' | 'id'>): string => `${namespace} ${agePrefix(startMs)} ${id}`;

/** Sorts the older behind the newer. */
export const agePrefix = (timeMs: number): string => String(LATEST - timeMs).padStart(16, '0');

/** Whether it is still to be fulfilled. */
export const isUnderWay = ({ status }: ActivityRow): boolean =>
  status === 'Pending' || status === 'InProgress';
