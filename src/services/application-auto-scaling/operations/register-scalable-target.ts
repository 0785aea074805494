import type { SuspendedState } from '@aws-sdk/client-application-auto-scaling';
import { targetArn } from '../arns.ts';
import type { ScalingContext, ScalingOperation } from '../context.ts';
import { limitExceeded, validation } from '../faults.ts';
import { TARGETS } from '../limits.ts';
import { type TargetKey, type TargetRow, targetId, targetKeyOf } from '../records/target.ts';
import { dimensionOf, targetOf } from '../resources/dimensions.ts';
import { withNext } from '../scaling/schedules.ts';
import { ensureRole, roleArnOf } from '../service-role.ts';
import { withTags } from '../tags.ts';
import { scheduledActionId } from '../records/scheduled-action.ts';

type Input = Parameters<ScalingOperation<'RegisterScalableTarget'>>[0];

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const registerScalableTarget: ScalingOperation<'RegisterScalableTarget'> = async (input, context) => {
  const key = targetOf(input);
  const { call, records } = context;
  const present = records.targets.get(targetId(key));
  checkBounds(input, present);
  await ensureRole(context, call.caller, call.region, dimensionOf(key));
  const capacity = await dimensionOf(key).read({ ...key, ...placeOf(context) }, context.callAsRole);
  if (!capacity.found) throw validation(capacity.message);

  const row = record(key, input, context);
  if (present?.suspended.scheduled && !row.suspended.scheduled) skipMissed(key, context);
  context.scaler.keepBounds({ ...targetKeyOf(row), ...placeOf(context) });
  return { ScalableTargetARN: targetArn(call, row.id) };
};

const placeOf = ({ call: { account, region } }: ScalingContext) => ({ account, region });

function checkBounds(input: Input, present: TargetRow | undefined): void {
  const { MinCapacity: min = present?.min, MaxCapacity: max = present?.max } = input;
  if (min === undefined) throw validation('Minimum capacity must be specified');
  if (max === undefined) throw validation('Maximum capacity must be specified');
  if (min < 0) throw validation('Minimum capacity cannot be less than 0');
  if (max < min) throw validation('Maximum capacity cannot be less than minimum capacity');
  if (present && Object.keys(input.Tags ?? {}).length > 0) {
    throw validation(
      'The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.',
    );
  }
}

/** Writes the target down, new or changed. */
function record(key: TargetKey, input: Input, context: ScalingContext): TargetRow {
  const { records, store, call, ids, clock } = context;
  return store.transaction(() => {
    const present = records.targets.get(targetId(key));
    if (!present && records.targets.count() >= TARGETS) {
      throw limitExceeded(`You've reached the limit of ${TARGETS} scalable targets.`);
    }
    const before = present ?? fresh(key, call.account, ids.hex(36), clock.now());
    const row: TargetRow = {
      ...before,
      min: input.MinCapacity ?? before.min,
      max: input.MaxCapacity ?? before.max,
      suspended: suspendedBy(input.SuspendedState, before.suspended),
      tags: withTags(before.tags, input.Tags ?? {}, targetArn(call, before.id)),
    };
    records.targets.put(targetId(key), row);
    return row;
  });
}

const fresh = (key: TargetKey, account: string, id: string, createdMs: number): TargetRow => ({
  ...key,
  id,
  min: 0,
  max: 0,
  roleArn: roleArnOf(account, dimensionOf(key)),
  createdMs,
  suspended: { out: false, in: false, scheduled: false },
  tags: {},
  last: {},
});

const suspendedBy = (
  state: SuspendedState | undefined,
  before: TargetRow['suspended'],
): TargetRow['suspended'] => ({
  out: state?.DynamicScalingOutSuspended ?? before.out,
  in: state?.DynamicScalingInSuspended ?? before.in,
  scheduled: state?.ScheduledScalingSuspended ?? before.scheduled,
});

/** What was due while schedules were suspended is not done afterwards. */
function skipMissed(key: TargetKey, { records, clock, schedules }: ScalingContext): void {
  const nowMs = clock.now();
  for (const { name } of records.scheduledActionsOf(key)) {
    records.scheduledActions.update(scheduledActionId(key, name), (row) => withNext(row, nowMs));
  }
  schedules.look();
}
