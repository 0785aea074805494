import type { DeleteModelCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindModel } from '../faults.ts';

/**
 * Endpoints that run the model keep what they run.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModel.html
 */
export function deleteModel(
  { ModelName }: InputOf<typeof DeleteModelCommand>,
  context: Context,
): OutputOf<typeof DeleteModelCommand> {
  const arn = arnOf(context.call, 'model', ModelName);
  context.store.transaction(() => {
    if (!context.models.delete(keyOf(ModelName))) throw couldNotFindModel(arn);
    context.tags.delete(arn);
  });
  return {};
}
