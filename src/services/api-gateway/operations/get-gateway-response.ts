import type { GetGatewayResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { gatewayResponseAnswer, usualGatewayResponse } from '../records/gateway-response.ts';
import { restApiOf } from '../records/find.ts';

/** Describes how one case is answered. */
export function getGatewayResponse(
  input: InputOf<typeof GetGatewayResponseCommand>,
  context: Context,
): OutputOf<typeof GetGatewayResponseCommand> {
  const { restApiId, responseType } = input;
  restApiOf(context, restApiId);
  const row = context.kept.gatewayResponses.get(`${restApiId}/${responseType}`);
  return row ? gatewayResponseAnswer(row) : usualGatewayResponse(responseType);
}
