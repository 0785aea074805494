import { restProtocol } from '../http/rest.ts';
import { headerFields } from '../http/write-response.ts';
import type { Protocol } from '../protocol.ts';
import { hostId, requestIdHeaders } from '../request-id.ts';
import type { Fault } from '../fault.ts';
import { partialContent } from '../s3/partial-content.ts';
import type { ServiceModel } from '../shape.ts';
import { restEvents } from '../event-stream/rest-events.ts';
import { xmlCodec } from './codec.ts';
import { errorResponse, faultContent } from './fault.ts';
import { textElement, XML_DECLARATION } from './writer.ts';

const plain = restProtocol({
  name: 'restXml',
  codec: xmlCodec,
  documentAlways: false,
  encodeFault(service, _operation, fault, requestId) {
    const headers = { ...requestIdHeaders(service, requestId), 'Content-Type': xmlCodec.contentType };
    const shape = service.error(fault.code);
    if (shape) headerFields.of(shape)({ ...fault.members }, headers);
    Object.assign(headers, fault.headers);
    const document = service.bareXmlErrors
      ? bareError(service, fault, requestId)
      : errorResponse(service, fault, fault.code, requestId);
    return { status: fault.status, headers, body: XML_DECLARATION + document };
  },
  events: restEvents,
});

/** REST-XML. @see https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXml: Protocol = {
  ...plain,
  encode(operation, output, requestId) {
    const response = plain.encode(operation, output, requestId);
    return operation.service.bareXmlErrors ? partialContent(output, response) : response;
  },
};

/** S3's errors: `<Error>` is the root, and says more than the model has, such as the bucket's name. */
function bareError(service: ServiceModel, fault: Fault, requestId: string): string {
  const modelled = new Set(service.error(fault.code)?.members.map(({ name }) => name));
  let more = '';
  for (const [name, value] of Object.entries(fault.members)) {
    if (!modelled.has(name) && typeof value === 'string') more += textElement(name, value);
  }
  const ids = textElement('RequestId', requestId) + textElement('HostId', hostId(requestId));
  return `<Error>${faultContent(service, fault, fault.code, more)}${ids}</Error>`;
}
