import type {
  DeleteModelPackageGroupPolicyCommand,
  GetModelPackageGroupPolicyCommand,
  PutModelPackageGroupPolicyCommand,
} from '@aws-sdk/client-sagemaker';
import { compilePolicy } from '../../../engine/policy/index.ts';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { cannotFindModelPackageGroup, cannotFindResourcePolicy, validation } from '../faults.ts';
import type { ModelPackageGroupRow } from '../records/model-package.ts';
import { groupArn } from '../registry/names.ts';

function groupOf(name: string, context: Context): ModelPackageGroupRow {
  const row = context.registry(context.call).groups.get(keyOf(name));
  if (!row) throw cannotFindModelPackageGroup(groupArn(context.call, name));
  return row;
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PutModelPackageGroupPolicy.html */
export function putModelPackageGroupPolicy(
  { ModelPackageGroupName, ResourcePolicy }: InputOf<typeof PutModelPackageGroupPolicyCommand>,
  context: Context,
): OutputOf<typeof PutModelPackageGroupPolicyCommand> {
  const group = groupOf(ModelPackageGroupName, context);
  refuseBrokenPolicy(ResourcePolicy);
  context.registry(context.call).groups.put(keyOf(group.name), { ...group, policy: ResourcePolicy });
  return { ModelPackageGroupArn: groupArn(context.call, group.name) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_GetModelPackageGroupPolicy.html */
export function getModelPackageGroupPolicy(
  { ModelPackageGroupName }: InputOf<typeof GetModelPackageGroupPolicyCommand>,
  context: Context,
): OutputOf<typeof GetModelPackageGroupPolicyCommand> {
  const { name, policy } = groupOf(ModelPackageGroupName, context);
  if (policy === undefined) throw cannotFindResourcePolicy(groupArn(context.call, name));
  return { ResourcePolicy: policy };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackageGroupPolicy.html */
export function deleteModelPackageGroupPolicy(
  { ModelPackageGroupName }: InputOf<typeof DeleteModelPackageGroupPolicyCommand>,
  context: Context,
): OutputOf<typeof DeleteModelPackageGroupPolicyCommand> {
  const { policy, ...group } = groupOf(ModelPackageGroupName, context);
  if (policy === undefined) throw cannotFindResourcePolicy(groupArn(context.call, group.name));
  context.registry(context.call).groups.put(keyOf(group.name), group);
  return {};
}

function refuseBrokenPolicy(text: string): void {
  const compiled = compilePolicy(text, 'resource');
  if ('malformed' in compiled) throw validation(`Invalid resource policy: ${compiled.malformed}`);
}
