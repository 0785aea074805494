import type { Protocol } from '../protocol.ts';
import { errorResponse, queryFault } from '../xml/fault.ts';
import { writeContent } from '../xml/write-shape.ts';
import { namespaceDeclaration, textElement } from '../xml/writer.ts';
import { decodeWith, xmlAnswer } from './answer.ts';
import { AWS_STYLE, QueryReaders } from './read-shape.ts';

/** AWS Query: a form in, XML out. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  name: 'awsQuery',
  decode: decodeWith(new QueryReaders(AWS_STYLE)),
  encode(operation, output, requestId) {
    const { name, service } = operation;
    const result = operation.outputIsUnit
      ? ''
      : `<${name}Result>${writeContent(operation.output, output)}</${name}Result>`;
    const metadata = `<ResponseMetadata>${textElement('RequestId', requestId)}</ResponseMetadata>`;
    const namespace = namespaceDeclaration(service.xmlNamespace);
    return xmlAnswer(200, requestId, `<${name}Response${namespace}>${result}${metadata}</${name}Response>`);
  },
  encodeFault(service, _operation, fault, requestId) {
    const { code, status } = queryFault(service, fault);
    const response = xmlAnswer(status, requestId, errorResponse(service, fault, code, requestId));
    Object.assign(response.headers, fault.headers);
    return response;
  },
};
