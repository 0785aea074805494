import type { TargetKey } from './records/target.ts';

/** Where a target lives. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The ARN of a scalable target. */
export const targetArn = ({ account, region }: Place, id: string): string =>
  `arn:aws:application-autoscaling:${region}:${account}:scalable-target/${id}`;

/** The ARN of a scaling policy. */
export const policyArn = ({ account, region }: Place, uuid: string, key: TargetKey, name: string): string =>
  `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${uuid}:resource/${key.namespace}/${key.resourceId}:policyName/${name}`;

/** The ARN of a scheduled action. */
export const scheduledActionArn = (place: Place, uuid: string, key: TargetKey, name: string): string =>
  `arn:aws:autoscaling:${place.region}:${place.account}:scheduledAction:${uuid}:resource/${key.namespace}/` +
  `${key.resourceId}:scheduledActionName/${name}`;

/** The resource that a policy's ARN names, and the ARN without what alarms add to it; undefined for any other ARN. */
export function readPolicyArn(
  arn: string,
): { readonly arn: string; readonly namespace: string; readonly resourceId: string } | undefined {
  const found =
    /^(arn:aws:autoscaling:[^:]+:\d{12}:scalingPolicy:[^:]+:resource\/([^/]+)\/(.+?):policyName\/.+?)(?::createdBy\/[^:]+)?$/.exec(
      arn,
    );
  const [, bare, namespace, resourceId] = found ?? [];
  return bare === undefined || namespace === undefined || resourceId === undefined
    ? undefined
    : { arn: bare, namespace, resourceId };
}
