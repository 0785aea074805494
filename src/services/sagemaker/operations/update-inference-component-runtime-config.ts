import type { UpdateInferenceComponentRuntimeConfigCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { componentInProgress, couldNotFindComponent, validation } from '../faults.ts';
import { enter, type InferenceComponentRow, isOnItsWay } from '../records/inference-component.ts';

/**
 * Copies come and go while the others serve; none at all is allowed.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateInferenceComponentRuntimeConfig.html
 */
export function updateInferenceComponentRuntimeConfig(
  input: InputOf<typeof UpdateInferenceComponentRuntimeConfigCommand>,
  context: Context,
): OutputOf<typeof UpdateInferenceComponentRuntimeConfigCommand> {
  const { InferenceComponentName: name, DesiredRuntimeConfig } = input;
  const { arn, row } = updatableComponent(name, context);
  const copies = DesiredRuntimeConfig.CopyCount ?? row.copies;
  context.components.update(keyOf(name), (one) =>
    enter(one, 'Updating', context.clock.now(), {
      copies,
      copiesBefore: one.copies,
      failureReason: undefined,
    }),
  );
  context.componentHosting.scale(context.call, row.name);
  return { InferenceComponentArn: arn };
}

/** The component, which is in service. */
export function updatableComponent(
  name: string,
  context: Context,
): { row: InferenceComponentRow; arn: string } {
  const arn = arnOf(context.call, 'inference-component', name);
  const row = context.components.get(keyOf(name));
  if (!row) throw couldNotFindComponent(arn);
  if (isOnItsWay(row)) throw componentInProgress(arn);
  if (row.status === 'Failed') throw validation(`Cannot update failed inference component "${arn}".`);
  return { row, arn };
}
