import type { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { pageOf } from '../paging.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModels.html */
export function listModels(
  input: InputOf<typeof ListModelsCommand>,
  context: Context,
): OutputOf<typeof ListModelsCommand> {
  const all = context.models.list().map(({ row }) => row);
  const { items, NextToken } = pageOf(all, input);
  const Models = items.map(({ name, createdMs }) => ({
    ModelName: name,
    ModelArn: arnOf(context.call, 'model', name),
    CreationTime: new Date(createdMs),
  }));
  return { Models, NextToken };
}
