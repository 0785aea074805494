import type { UpdateGatewayResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { restApiOf } from '../records/find.ts';
import {
  checkGatewayResponse,
  gatewayResponseAnswer,
  patchGatewayResponse,
} from '../records/gateway-response.ts';

/** Patches how one case is answered. */
export function updateGatewayResponse(
  input: InputOf<typeof UpdateGatewayResponseCommand>,
  context: Context,
): OutputOf<typeof UpdateGatewayResponseCommand> {
  const { restApiId, responseType, patchOperations } = input;
  restApiOf(context, restApiId);
  const key = `${restApiId}/${responseType}`;
  const before = context.kept.gatewayResponses.get(key) ?? {
    responseType,
    responseParameters: {},
    responseTemplates: {},
  };
  const row = patchGatewayResponse(before, patchOperations);
  checkGatewayResponse(row);
  context.kept.gatewayResponses.put(key, row);
  return gatewayResponseAnswer(row);
}
