import { decodeRpcEvents, encodeRpcEvents } from '../event-stream/rpc-events.ts';
import type { Fault } from '../fault.ts';
import type { Protocol, ProtocolResponse } from '../protocol.ts';
import type { ServiceModel } from '../shape.ts';
import { JsonCodec } from './codec.ts';
import { faultBody } from './fault.ts';

/** AWS JSON 1.0. @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export const awsJson10: Protocol = awsJson('awsJson1_0', 'application/x-amz-json-1.0');
/** AWS JSON 1.1. @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const awsJson11: Protocol = awsJson('awsJson1_1', 'application/x-amz-json-1.1');

function awsJson(name: 'awsJson1_0' | 'awsJson1_1', contentType: string): Protocol {
  const codec = new JsonCodec(contentType, false);
  const answer = (status: number, requestId: string, body: ProtocolResponse['body']): ProtocolResponse => ({
    status,
    headers: { 'x-amzn-RequestId': requestId, 'Content-Type': contentType },
    body,
  });
  const typeName = (service: ServiceModel, fault: Fault): string => {
    const namespace = name === 'awsJson1_0' ? service.error(fault.code)?.namespace : undefined;
    return namespace === undefined ? faultName(service, fault) : `${namespace}#${faultName(service, fault)}`;
  };
  return {
    name,
    decode: (operation, request) =>
      decodeRpcEvents(operation, request, codec) ??
      (request.body.length === 0
        ? {}
        : (codec.read(operation.input, request.body) as Record<string, unknown>)),
    encode: (operation, output, requestId) => {
      const events = encodeRpcEvents(operation, output, { 'x-amzn-RequestId': requestId }, codec);
      if (events) return events;
      if (!operation.outputIsUnit) return answer(200, requestId, codec.write(operation.output, output));
      return answer(200, requestId, '');
    },
    encodeFault(service, _operation, fault, requestId) {
      const body = { __type: typeName(service, fault), ...faultBody(service, fault, codec) };
      const response = answer(fault.status, requestId, JSON.stringify(body));
      Object.assign(response.headers, queryErrorHeader(service, fault), fault.headers);
      return response;
    },
  };
}

/** The name of the error's shape: that of the model where the fault goes by its Query code. */
export function faultName(service: ServiceModel, fault: Fault): string {
  return service.error(fault.code)?.name ?? fault.code;
}

/** What clients that came from Query look for. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryErrorHeader(service: ServiceModel, fault: Fault): Record<string, string> {
  if (!service.awsQueryCompatible) return {};
  const code = service.error(fault.code)?.error?.queryCode ?? fault.code;
  return { 'x-amzn-query-error': `${code};${fault.blame === 'client' ? 'Sender' : 'Receiver'}` };
}
