import { targetArn } from '../arns.ts';
import type { ScalingContext, ScalingOperation } from '../context.ts';
import { noSuchResource } from '../faults.ts';
import { type TargetRow, targetId } from '../records/target.ts';
import { withTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html */
export const tagResource: ScalingOperation<'TagResource'> = ({ ResourceARN, Tags }, context) => {
  const target = tagged(ResourceARN, context);
  change(target, context, withTags(target.tags, Tags, ResourceARN));
  return {};
};

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html */
export const untagResource: ScalingOperation<'UntagResource'> = ({ ResourceARN, TagKeys }, context) => {
  const target = tagged(ResourceARN, context);
  const left = Object.entries(target.tags).filter(([key]) => !TagKeys.includes(key));
  change(target, context, Object.fromEntries(left));
  return {};
};

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: ScalingOperation<'ListTagsForResource'> = ({ ResourceARN }, context) => ({
  Tags: { ...tagged(ResourceARN, context).tags },
});

/** @throws Fault ResourceNotFoundException for an ARN of no target of this account and Region */
function tagged(arn: string, { call, records }: ScalingContext): TargetRow {
  const prefix = targetArn(call, '');
  const target = arn.startsWith(prefix) ? records.targetById(arn.slice(prefix.length)) : undefined;
  if (!target) throw noSuchResource(arn);
  return target;
}

function change(target: TargetRow, { records }: ScalingContext, tags: TargetRow['tags']): void {
  records.targets.update(targetId(target), (row) => ({ ...row, tags }));
}
