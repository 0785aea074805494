import type { GetGatewayResponsesCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import {
  gatewayResponseAnswer,
  gatewayResponseTypes,
  usualGatewayResponse,
} from '../records/gateway-response.ts';

/** Lists how every case is answered. */
export function getGatewayResponses(
  input: InputOf<typeof GetGatewayResponsesCommand>,
  context: Context,
): OutputOf<typeof GetGatewayResponsesCommand> {
  const { id } = restApiOf(context, input.restApiId);
  const set = new Map(rowsOf(context.kept.gatewayResponses, id).map((row) => [row.responseType, row]));
  const items = gatewayResponseTypes.map((type) => {
    const row = set.get(type);
    return row ? gatewayResponseAnswer(row) : usualGatewayResponse(type);
  });
  return page(
    items,
    { limit: input.limit ?? items.length, position: input.position },
    (item) => item.responseType ?? '',
  );
}
