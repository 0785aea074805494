import { type TargetKey, targetId } from './target.ts';

/** A change of a target's bounds at set times. */
export interface ScheduledActionRow extends TargetKey {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** `at(...)`, `rate(...)` or `cron(...)`. */
  readonly schedule: string;
  readonly timezone?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly min?: number;
  readonly max?: number;
  /** When it is due next; none: never again. */
  readonly nextMs?: number;
}

/** The key of its record; those of one target stand together. */
export const scheduledActionId = (key: TargetKey, name: string): string => `${targetId(key)} ${name}`;
