import { restEvents } from '../event-stream/rest-events.ts';
import { restProtocol } from '../http/rest.ts';
import { headerFields } from '../http/write-response.ts';
import { requestIdHeaders } from '../request-id.ts';
import { faultName, queryErrorHeader } from './aws-json.ts';
import { JsonCodec } from './codec.ts';
import { faultBody } from './fault.ts';

const codec = new JsonCodec('application/json', true);

/** REST-JSON. @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson1 = restProtocol({
  name: 'restJson1',
  codec,
  documentAlways: true,
  events: restEvents,
  encodeFault(service, _operation, fault, requestId) {
    const headers: Record<string, string> = {
      ...requestIdHeaders(service, requestId),
      'Content-Type': codec.contentType,
      'x-amzn-ErrorType': faultName(service, fault),
      ...queryErrorHeader(service, fault),
    };
    const shape = service.error(fault.code);
    if (shape) headerFields.of(shape)({ ...fault.members }, headers);
    Object.assign(headers, fault.headers);
    return { status: fault.status, headers, body: JSON.stringify(faultBody(service, fault, codec)) };
  },
});
