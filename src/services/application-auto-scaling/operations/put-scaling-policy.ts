import { policyArn } from '../arns.ts';
import type { ScalingContext, ScalingOperation } from '../context.ts';
import { limitExceeded, noTargetRegistered, validation } from '../faults.ts';
import { POLICIES_PER_TARGET } from '../limits.ts';
import { checkMetricIsFree, trackingConfig } from '../policies/tracking.ts';
import { stepConfig } from '../policies/steps.ts';
import { type PolicyRow, policyId, type TrackingRow } from '../records/policy.ts';
import { type TargetKey, targetId } from '../records/target.ts';
import { dimensionOf, targetOf } from '../resources/dimensions.ts';
import { alarmsOf } from '../scaling/target-removal.ts';

type Input = Parameters<ScalingOperation<'PutScalingPolicy'>>[0];

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html */
export const putScalingPolicy: ScalingOperation<'PutScalingPolicy'> = (input, context) => {
  const key = targetOf(input);
  const { call } = context;
  // one after the other, so that no two calls make alarms for the same policy
  const place = { account: call.account, region: call.region };
  return context.scaler.inTurn({ ...key, ...place }, async () => {
    const row = await record(key, input, context);
    return {
      PolicyARN: row.arn,
      Alarms: alarmsOf(row).map(({ name, arn }) => ({ AlarmName: name, AlarmARN: arn })),
    };
  });
};

async function record(key: TargetKey, input: Input, context: ScalingContext): Promise<PolicyRow> {
  const { records, call, ids, clock } = context;
  if (!records.targets.get(targetId(key))) throw noTargetRegistered(key);
  const name = input.PolicyName;
  const present = records.policies.get(policyId(key, name));
  const others = records.policiesOf(key);
  const type = typeOf(input, present, key);
  if (!present && others.length >= POLICIES_PER_TARGET) {
    throw limitExceeded(`You've reached the limit of ${POLICIES_PER_TARGET} scaling policies for a target.`);
  }
  const identity = {
    ...key,
    name,
    arn: present?.arn ?? policyArn(call, ids.uuid(), key, name),
    createdMs: present?.createdMs ?? clock.now(),
  };
  if (type === 'StepScaling') {
    const previous = present?.type === 'StepScaling' ? present.config : undefined;
    const row = { ...identity, type, config: stepConfig(input.StepScalingPolicyConfiguration, previous) };
    records.policies.put(policyId(key, name), row);
    return row;
  }
  const previous = present?.type === 'TargetTrackingScaling' ? present : undefined;
  const config = trackingConfig(input.TargetTrackingScalingPolicyConfiguration, previous?.config, key);
  checkMetricIsFree(config, name, others);
  const createdBy = previous?.createdBy ?? ids.uuid();
  return replaceAlarms({ ...identity, type, config, createdBy }, previous, context);
}

/** The type of the policy, which never changes. @throws Fault ValidationException */
function typeOf(
  { PolicyType, PolicyName, PredictiveScalingPolicyConfiguration }: Input,
  present: PolicyRow | undefined,
  key: TargetKey,
): PolicyRow['type'] {
  if (PolicyType === 'PredictiveScaling' || PredictiveScalingPolicyConfiguration) {
    // also on AWS it is for ECS alone
    throw validation(`PredictiveScaling is not supported for ${key.dimension}`);
  }
  const type = PolicyType ?? present?.type;
  if (type === undefined) throw validation('PolicyType must be specified');
  if (present && present.type !== type) {
    throw validation(`The policy type of scaling policy ${PolicyName} cannot be changed`);
  }
  if (type === 'StepScaling' && !dimensionOf(key).steps) {
    throw validation(`StepScaling is not supported for ${key.dimension}`);
  }
  return type;
}

/** New alarms for what the policy is now; those that were made before go when the new ones are recorded. */
async function replaceAlarms(
  row: Omit<TrackingRow, 'high' | 'low'>,
  previous: TrackingRow | undefined,
  { alarms, records, call: { account, region } }: ScalingContext,
): Promise<TrackingRow> {
  const place = { account, region };
  const whole: TrackingRow = { ...row, ...(await alarms.make(place, row)) };
  records.policies.put(policyId(row, row.name), whole);
  if (previous) await alarms.remove({ ...row, ...place }, alarmsOf(previous));
  return whole;
}
