import type { DeleteInferenceComponentCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { componentInProgress, couldNotFindComponent } from '../faults.ts';
import { enter, isOnItsWay } from '../records/inference-component.ts';

/**
 * Requests under way are answered; then its copies end and it is gone.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteInferenceComponent.html
 */
export function deleteInferenceComponent(
  { InferenceComponentName: name }: InputOf<typeof DeleteInferenceComponentCommand>,
  context: Context,
): OutputOf<typeof DeleteInferenceComponentCommand> {
  const arn = arnOf(context.call, 'inference-component', name);
  const key = keyOf(name);
  const row = context.components.get(key);
  if (!row) throw couldNotFindComponent(arn);
  if (isOnItsWay(row)) throw componentInProgress(arn);
  context.components.update(key, (one) => enter(one, 'Deleting', context.clock.now()));
  context.componentHosting.remove(context.call, row.name);
  return {};
}
