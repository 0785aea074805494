import type { DeleteGatewayResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { notFound } from '../faults.ts';
import { restApiOf } from '../records/find.ts';

/** Has a case answered as usual again. */
export function deleteGatewayResponse(
  input: InputOf<typeof DeleteGatewayResponseCommand>,
  context: Context,
): OutputOf<typeof DeleteGatewayResponseCommand> {
  restApiOf(context, input.restApiId);
  if (!context.kept.gatewayResponses.delete(`${input.restApiId}/${input.responseType}`)) {
    throw notFound('Gateway response type not defined on api');
  }
  return {};
}
