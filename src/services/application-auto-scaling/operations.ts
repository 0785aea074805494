import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import type { Operations } from '../../wire/index.ts';
import type { ScalingContext } from './context.ts';
import { deleteScalingPolicy } from './operations/delete-scaling-policy.ts';
import { deleteScheduledAction } from './operations/delete-scheduled-action.ts';
import { deregisterScalableTarget } from './operations/deregister-scalable-target.ts';
import { describeScalableTargets } from './operations/describe-scalable-targets.ts';
import { describeScalingActivities } from './operations/describe-scaling-activities.ts';
import { describeScalingPolicies } from './operations/describe-scaling-policies.ts';
import { describeScheduledActions } from './operations/describe-scheduled-actions.ts';
import { getPredictiveScalingForecast } from './operations/get-predictive-scaling-forecast.ts';
import { putScalingPolicy } from './operations/put-scaling-policy.ts';
import { putScheduledAction } from './operations/put-scheduled-action.ts';
import { registerScalableTarget } from './operations/register-scalable-target.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';

/** All of Application Auto Scaling. */
export const operations = {
  DeleteScalingPolicy: deleteScalingPolicy,
  DeleteScheduledAction: deleteScheduledAction,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalableTargets: describeScalableTargets,
  DescribeScalingActivities: describeScalingActivities,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScheduledActions: describeScheduledActions,
  GetPredictiveScalingForecast: getPredictiveScalingForecast,
  ListTagsForResource: listTagsForResource,
  PutScalingPolicy: putScalingPolicy,
  PutScheduledAction: putScheduledAction,
  RegisterScalableTarget: registerScalableTarget,
  TagResource: tagResource,
  UntagResource: untagResource,
} satisfies Operations<typeof sdk, ScalingContext>;
