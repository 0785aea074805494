import type { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpoint, endpointInProgress, validation } from '../faults.ts';
import { advance, inProgress } from '../records/endpoint.ts';
import { deregisterTargets } from '../scalable-targets.ts';

/**
 * Requests under way are answered; then its instances end and the endpoint is gone.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
 */
export async function deleteEndpoint(
  { EndpointName }: InputOf<typeof DeleteEndpointCommand>,
  context: Context,
): Promise<OutputOf<typeof DeleteEndpointCommand>> {
  const arn = arnOf(context.call, 'endpoint', EndpointName);
  const key = keyOf(EndpointName);
  const row = context.endpoints.get(key);
  if (!row) throw couldNotFindEndpoint(arn);
  if (inProgress(row)) throw endpointInProgress(arn);
  const hosted = context.components.list().some(({ row: one }) => keyOf(one.endpointName) === key);
  if (hosted)
    throw validation(`Cannot delete endpoint "${arn}" that hosts inference components. Delete these first.`);
  const variants = row.current?.variants.map(({ name }) => name) ?? [];
  await deregisterTargets(row.name, variants, context);
  // it may have been changed or deleted meanwhile
  const now = context.endpoints.get(key);
  if (!now) throw couldNotFindEndpoint(arn);
  if (inProgress(now)) throw endpointInProgress(arn);
  context.endpoints.update(key, (current) => advance(current, 'Deleting', context.clock.now()));
  context.hosting.remove(context.call, row.name);
  return {};
}
