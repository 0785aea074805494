import type { Protocol } from '../protocol.ts';
import { faultContent, queryFault } from '../xml/fault.ts';
import { writeContent } from '../xml/write-shape.ts';
import { namespaceDeclaration, textElement } from '../xml/writer.ts';
import { decodeWith, xmlAnswer } from './answer.ts';
import { EC2_STYLE, QueryReaders } from './read-shape.ts';

const CONTENT_TYPE = 'text/xml;charset=UTF-8';

/** EC2's own Query. @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  name: 'ec2Query',
  decode: decodeWith(new QueryReaders(EC2_STYLE)),
  encode(operation, output, requestId) {
    const { name, service } = operation;
    const content = operation.outputIsUnit
      ? textElement('return', 'true')
      : writeContent(operation.output, output);
    const namespace = namespaceDeclaration(service.xmlNamespace);
    const requestIdElement = textElement('requestId', requestId);
    const body = `<${name}Response${namespace}>${requestIdElement}${content}</${name}Response>`;
    return xmlAnswer(200, requestId, body, CONTENT_TYPE);
  },
  encodeFault(service, _operation, fault, requestId) {
    const { code, status } = queryFault(service, fault);
    const errors = `<Errors><Error>${faultContent(service, fault, code)}</Error></Errors>`;
    const body = `<Response>${errors}${textElement('RequestID', requestId)}</Response>`;
    const response = xmlAnswer(status, requestId, body, CONTENT_TYPE);
    Object.assign(response.headers, fault.headers);
    return response;
  },
};
