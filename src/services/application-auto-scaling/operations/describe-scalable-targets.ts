import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { type Place, targetArn } from '../arns.ts';
import type { ScalingOperation } from '../context.ts';
import { PAGE } from '../limits.ts';
import { pageOf } from '../page.ts';
import { type TargetRow, targetId } from '../records/target.ts';
import { checkFilter } from '../resources/dimensions.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets: ScalingOperation<'DescribeScalableTargets'> = (
  input,
  { call, records },
) => {
  const { ServiceNamespace, ResourceIds = [], ScalableDimension } = input;
  checkFilter(ServiceNamespace, ResourceIds, ScalableDimension, 'ResourceIds');
  const rows = records.targets
    .list({ prefix: `${ServiceNamespace} ` })
    .map(({ row }) => row)
    .filter(({ resourceId }) => ResourceIds.length === 0 || ResourceIds.includes(resourceId))
    .filter(({ dimension }) => ScalableDimension === undefined || dimension === ScalableDimension);
  const { items, NextToken } = pageOf(rows, targetId, input, PAGE);
  return { ScalableTargets: items.map((row) => shown(row, call)), NextToken };
};

const shown = (row: TargetRow, place: Place): ScalableTarget => ({
  ServiceNamespace: row.namespace as 'sagemaker',
  ResourceId: row.resourceId,
  ScalableDimension: row.dimension as 'sagemaker:variant:DesiredInstanceCount',
  MinCapacity: row.min,
  MaxCapacity: row.max,
  RoleARN: row.roleArn,
  CreationTime: new Date(row.createdMs),
  SuspendedState: {
    DynamicScalingInSuspended: row.suspended.in,
    DynamicScalingOutSuspended: row.suspended.out,
    ScheduledScalingSuspended: row.suspended.scheduled,
  },
  ScalableTargetARN: targetArn(place, row.id),
});
