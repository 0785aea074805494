import type { Collection, Records, Store } from '../../../store/index.ts';
import type { Place } from '../arns.ts';
import { collections } from '../collections.ts';
import type { ActivityRow } from './activity.ts';
import type { PolicyRow } from './policy.ts';
import type { ScheduledActionRow } from './scheduled-action.ts';
import { type TargetKey, type TargetRow, targetId } from './target.ts';

/** What is recorded in one account and Region. */
export class ScalingRecords {
  readonly targets: Records<TargetRow>;
  readonly policies: Records<PolicyRow>;
  readonly scheduledActions: Records<ScheduledActionRow>;
  readonly activities: Records<ActivityRow>;

  constructor(all: AllRecords, { account, region }: Place) {
    this.targets = all.targets.in(account, region);
    this.policies = all.policies.in(account, region);
    this.scheduledActions = all.scheduledActions.in(account, region);
    this.activities = all.activities.in(account, region);
  }

  /** The policies of a target, by name. */
  policiesOf(key: TargetKey): readonly PolicyRow[] {
    return rowsOf(this.policies, key);
  }

  /** The scheduled actions of a target, by name. */
  scheduledActionsOf(key: TargetKey): readonly ScheduledActionRow[] {
    return rowsOf(this.scheduledActions, key);
  }

  /** The target of that id, the last part of its ARN. */
  targetById(id: string): TargetRow | undefined {
    return this.targets.list().find(({ row }) => row.id === id)?.row;
  }
}

/** What is recorded, wherever. */
export interface AllRecords {
  readonly targets: Collection<TargetRow>;
  readonly policies: Collection<PolicyRow>;
  readonly scheduledActions: Collection<ScheduledActionRow>;
  readonly activities: Collection<ActivityRow>;
}

/** Opens the collections. */
export const allRecords = (store: Store): AllRecords => ({
  targets: store.collection(collections.targets),
  policies: store.collection(collections.policies),
  scheduledActions: store.collection(collections.scheduledActions),
  activities: store.collection(collections.activities),
});

const rowsOf = <Row>(records: Records<Row>, key: TargetKey): Row[] =>
  records.list({ prefix: `${targetId(key)} ` }).map(({ row }) => row);
