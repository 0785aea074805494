import type { ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import type { ScalingOperation } from '../context.ts';
import { ACTIVITIES_KEPT_MS, PAGE } from '../limits.ts';
import { pageOf } from '../page.ts';
import { type ActivityRow, activityId } from '../records/activity.ts';
import { checkFilter } from '../resources/dimensions.ts';

/**
 * Activities, the newest first.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html
 */
export const describeScalingActivities: ScalingOperation<'DescribeScalingActivities'> = (
  input,
  { records, clock },
) => {
  const { ServiceNamespace, ResourceId, ScalableDimension, IncludeNotScaledActivities = false } = input;
  checkFilter(
    ServiceNamespace,
    ResourceId === undefined ? [] : [ResourceId],
    ScalableDimension,
    'ResourceId',
  );
  const sinceMs = clock.now() - ACTIVITIES_KEPT_MS;
  const rows = records.activities
    .list({ prefix: `${ServiceNamespace} ` })
    .map(({ row }) => row)
    .filter(({ startMs }) => startMs >= sinceMs)
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .filter(({ dimension }) => ScalableDimension === undefined || dimension === ScalableDimension)
    .filter(({ notScaled }) => IncludeNotScaledActivities || !notScaled);
  const { items, NextToken } = pageOf(rows, activityId, input, PAGE);
  return { ScalingActivities: items.map(shown), NextToken };
};

const shown = (row: ActivityRow): ScalingActivity => ({
  ActivityId: row.id,
  ServiceNamespace: row.namespace as 'sagemaker',
  ResourceId: row.resourceId,
  ScalableDimension: row.dimension as 'sagemaker:variant:DesiredInstanceCount',
  Description: row.description,
  Cause: row.cause,
  StartTime: new Date(row.startMs),
  ...(row.endMs !== undefined && { EndTime: new Date(row.endMs) }),
  StatusCode: row.status,
  ...(row.message !== undefined && { StatusMessage: row.message }),
  ...(row.notScaled && { NotScaledReasons: [row.notScaled] }),
});
