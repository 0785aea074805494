import type { Fault } from '../fault.ts';
import { PerShape } from '../protocol.ts';
import type { ServiceModel, StructureShape } from '../shape.ts';
import { withoutForbidden } from './characters.ts';
import { membersWriter } from './write-shape.ts';
import { textElement } from './writer.ts';

/** Code and status as clients of the XML protocols see them. */
export interface XmlFault {
  readonly code: string;
  readonly status: number;
}

const bodyWriters = new PerShape<StructureShape, ReturnType<typeof membersWriter>>((shape) =>
  membersWriter(shape.members.filter(({ http, name }) => !http && !isMessage(name))),
);

/** Every XML protocol writes it as `Message`, whatever the model calls it. */
function isMessage(name: string): boolean {
  return name.toLowerCase() === 'message';
}

/** Code and status of a fault in the Query protocols, where the model may give others than the shape's. */
export function queryFault(service: ServiceModel, fault: Fault): XmlFault {
  const facts = service.error(fault.code)?.error;
  return { code: facts?.queryCode ?? fault.code, status: facts?.queryStatus ?? fault.status };
}

/**
 * `<Code>`, `<Message>` and the modelled members that stand in the body.
 * @param more elements after them
 */
export function faultContent(service: ServiceModel, fault: Fault, code: string, more = ''): string {
  const shape = service.error(fault.code);
  const message = fault.message === '' ? '' : textElement('Message', fault.message);
  const members = shape ? bodyWriters.of(shape)(fault.members).content : '';
  return withoutForbidden(textElement('Code', code) + message + members + more);
}

/** The error document of AWS Query and of REST-XML. */
export function errorResponse(service: ServiceModel, fault: Fault, code: string, requestId: string): string {
  const type = textElement('Type', fault.blame === 'client' ? 'Sender' : 'Receiver');
  const error = `<Error>${type}${faultContent(service, fault, code)}</Error>`;
  return `<ErrorResponse>${error}${textElement('RequestId', requestId)}</ErrorResponse>`;
}
