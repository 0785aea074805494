import type { Alarm, ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { ScalingContext, ScalingOperation } from '../context.ts';
import { failedAccess } from '../faults.ts';
import { POLICIES_PAGE } from '../limits.ts';
import { pageOf } from '../page.ts';
import { type PolicyRow, policyId } from '../records/policy.ts';
import { checkFilter } from '../resources/dimensions.ts';
import { alarmsOf } from '../scaling/target-removal.ts';
import { Fault } from '../../../wire/index.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies: ScalingOperation<'DescribeScalingPolicies'> = async (
  input,
  context,
) => {
  const { ServiceNamespace, ResourceId, ScalableDimension, PolicyNames = [] } = input;
  checkFilter(
    ServiceNamespace,
    ResourceId === undefined ? [] : [ResourceId],
    ScalableDimension,
    'ResourceId',
  );
  const rows = context.records.policies
    .list({ prefix: `${ServiceNamespace} ` })
    .map(({ row }) => row)
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .filter(({ dimension }) => ScalableDimension === undefined || dimension === ScalableDimension)
    .filter(({ name }) => PolicyNames.length === 0 || PolicyNames.includes(name));
  const { items, NextToken } = pageOf(rows, (row) => policyId(row, row.name), input, POLICIES_PAGE);
  return { ScalingPolicies: await Promise.all(items.map((row) => shown(row, context))), NextToken };
};

async function shown(row: PolicyRow, context: ScalingContext): Promise<ScalingPolicy> {
  return {
    PolicyARN: row.arn,
    PolicyName: row.name,
    ServiceNamespace: row.namespace as 'sagemaker',
    ResourceId: row.resourceId,
    ScalableDimension: row.dimension as 'sagemaker:variant:DesiredInstanceCount',
    PolicyType: row.type,
    ...(row.type === 'StepScaling'
      ? { StepScalingPolicyConfiguration: row.config }
      : { TargetTrackingScalingPolicyConfiguration: row.config }),
    Alarms: await alarmsFor(row, context),
    CreationTime: new Date(row.createdMs),
  };
}

/** The alarms of a tracking policy are our own; those of a step policy whoever has it act. */
async function alarmsFor(row: PolicyRow, { alarms, call }: ScalingContext): Promise<Alarm[]> {
  if (row.type === 'TargetTrackingScaling') {
    return alarmsOf(row).map(({ name, arn }) => ({ AlarmName: name, AlarmARN: arn }));
  }
  try {
    const target = { ...row, account: call.account, region: call.region };
    const found = await alarms.actingUpon(target, row.arn);
    const acting = found.filter(({ AlarmActions, OKActions, InsufficientDataActions }) =>
      [AlarmActions, OKActions, InsufficientDataActions].some((actions) => actions?.includes(row.arn)),
    );
    return acting.map(({ AlarmName, AlarmArn }) => ({ AlarmName, AlarmARN: AlarmArn }));
  } catch (error) {
    if (error instanceof Fault) throw failedAccess(error.message);
    throw error;
  }
}
