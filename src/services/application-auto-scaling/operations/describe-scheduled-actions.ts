import type { ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import type { ScalingOperation } from '../context.ts';
import { PAGE } from '../limits.ts';
import { pageOf } from '../page.ts';
import { type ScheduledActionRow, scheduledActionId } from '../records/scheduled-action.ts';
import { checkFilter } from '../resources/dimensions.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions: ScalingOperation<'DescribeScheduledActions'> = (
  input,
  { records },
) => {
  const { ServiceNamespace, ResourceId, ScalableDimension, ScheduledActionNames = [] } = input;
  checkFilter(
    ServiceNamespace,
    ResourceId === undefined ? [] : [ResourceId],
    ScalableDimension,
    'ResourceId',
  );
  const rows = records.scheduledActions
    .list({ prefix: `${ServiceNamespace} ` })
    .map(({ row }) => row)
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .filter(({ dimension }) => ScalableDimension === undefined || dimension === ScalableDimension)
    .filter(({ name }) => ScheduledActionNames.length === 0 || ScheduledActionNames.includes(name));
  const { items, NextToken } = pageOf(rows, (row) => scheduledActionId(row, row.name), input, PAGE);
  return { ScheduledActions: items.map(shown), NextToken };
};

const shown = (row: ScheduledActionRow): ScheduledAction => ({
  ScheduledActionName: row.name,
  ScheduledActionARN: row.arn,
  ServiceNamespace: row.namespace as 'sagemaker',
  Schedule: row.schedule,
  ...(row.timezone !== undefined && { Timezone: row.timezone }),
  ResourceId: row.resourceId,
  ScalableDimension: row.dimension as 'sagemaker:variant:DesiredInstanceCount',
  ...(row.startMs !== undefined && { StartTime: new Date(row.startMs) }),
  ...(row.endMs !== undefined && { EndTime: new Date(row.endMs) }),
  ScalableTargetAction: {
    ...(row.min !== undefined && { MinCapacity: row.min }),
    ...(row.max !== undefined && { MaxCapacity: row.max }),
  },
  CreationTime: new Date(row.createdMs),
});
