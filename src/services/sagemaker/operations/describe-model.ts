import type { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindModel } from '../faults.ts';
import { containersOf } from '../records/model.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModel.html */
export function describeModel(
  { ModelName }: InputOf<typeof DescribeModelCommand>,
  context: Context,
): OutputOf<typeof DescribeModelCommand> {
  const ModelArn = arnOf(context.call, 'model', ModelName);
  const row = context.models.get(keyOf(ModelName));
  if (!row) throw couldNotFindModel(ModelArn);
  const containers = (row.asked ?? containersOf(row)).map((container) => ({
    Mode: 'SingleModel' as const,
    ...container,
  }));
  return {
    ModelName: row.name,
    ModelArn,
    ...(row.form === 'primary' ? { PrimaryContainer: containers[0] } : { Containers: containers }),
    ...(row.executionMode && { InferenceExecutionConfig: { Mode: row.executionMode } }),
    ExecutionRoleArn: row.roleArn,
    CreationTime: new Date(row.createdMs),
    EnableNetworkIsolation: false,
  };
}
