import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { targetArn } from './arns.ts';
import type { ScalingRecords } from './records/records.ts';
import { type TargetRow, targetId } from './records/target.ts';

/** The members of inputs that bear on access. */
interface Input {
  readonly ServiceNamespace?: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
  readonly ResourceARN?: string;
  readonly RoleARN?: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

/**
 * What a caller needs: the action on the target; to describe, on everything.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
 */
export function accessOf(
  operation: string,
  input: Input,
  call: CallContext,
  records: ScalingRecords,
): readonly AccessRequest[] {
  const on = (resource: string, target?: TargetRow): AccessRequest => ({
    action: `application-autoscaling:${operation}`,
    resource,
    conditions: conditionsOf(input, target),
  });
  const requests = [onTarget()];
  if (operation === 'RegisterScalableTarget' && input.RoleARN !== undefined) {
    const service = 'application-autoscaling.amazonaws.com';
    const conditions = { 'iam:PassedToService': service };
    requests.push({ action: 'iam:PassRole', resource: input.RoleARN, conditions });
  }
  return requests;

  function onTarget(): AccessRequest {
    if (operation.startsWith('Describe') || operation.startsWith('Get')) return on('*');
    if (input.ResourceARN !== undefined) {
      const id = input.ResourceARN.slice(targetArn(call, '').length);
      return on(input.ResourceARN, records.targetById(id));
    }
    const { ServiceNamespace = '', ResourceId = '', ScalableDimension = '' } = input;
    const key = { namespace: ServiceNamespace, resourceId: ResourceId, dimension: ScalableDimension };
    const target = records.targets.get(targetId(key));
    return on(targetArn(call, target?.id ?? '*'), target);
  }
}

function conditionsOf(
  { ServiceNamespace, ScalableDimension, Tags = {}, TagKeys = [] }: Input,
  target: TargetRow | undefined,
): Record<string, string | readonly string[]> {
  const prefixed = (prefix: string, tags: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
  const keys = [...Object.keys(Tags), ...TagKeys];
  return {
    ...prefixed('aws:RequestTag', Tags),
    ...prefixed('aws:ResourceTag', target?.tags ?? {}),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
    ...(ServiceNamespace !== undefined && { 'application-autoscaling:service-namespace': ServiceNamespace }),
    ...(ScalableDimension !== undefined && {
      'application-autoscaling:scalable-dimension': ScalableDimension,
    }),
  };
}
