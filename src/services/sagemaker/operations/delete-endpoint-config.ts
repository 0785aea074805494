import type { DeleteEndpointConfigCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpointConfig } from '../faults.ts';

/**
 * Endpoints made from the configuration keep what they run.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpointConfig.html
 */
export function deleteEndpointConfig(
  { EndpointConfigName }: InputOf<typeof DeleteEndpointConfigCommand>,
  context: Context,
): OutputOf<typeof DeleteEndpointConfigCommand> {
  const arn = arnOf(context.call, 'endpoint-config', EndpointConfigName);
  context.store.transaction(() => {
    if (!context.configs.delete(keyOf(EndpointConfigName))) throw couldNotFindEndpointConfig(arn);
    context.tags.delete(arn);
  });
  return {};
}
