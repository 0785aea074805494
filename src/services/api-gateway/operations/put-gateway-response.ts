import type { PutGatewayResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { checkGatewayResponse, gatewayResponseAnswer } from '../records/gateway-response.ts';
import { restApiOf } from '../records/find.ts';
import type { GatewayResponseRow } from '../records/rows.ts';

/** Words the answer of one case anew. */
export function putGatewayResponse(
  input: InputOf<typeof PutGatewayResponseCommand>,
  context: Context,
): OutputOf<typeof PutGatewayResponseCommand> {
  const { restApiId, responseType, statusCode, responseParameters = {}, responseTemplates = {} } = input;
  restApiOf(context, restApiId);
  const row: GatewayResponseRow = {
    responseType,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters,
    responseTemplates,
  };
  checkGatewayResponse(row);
  context.kept.gatewayResponses.put(`${restApiId}/${responseType}`, row);
  return gatewayResponseAnswer(row);
}
