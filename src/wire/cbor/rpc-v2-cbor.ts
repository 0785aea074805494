import { decodeRpcEvents, encodeRpcEvents } from '../event-stream/rpc-events.ts';
import type { Fault } from '../fault.ts';
import { faultName, queryErrorHeader } from '../json/aws-json.ts';
import { PerShape, type Protocol, type ProtocolResponse } from '../protocol.ts';
import type { Member, ServiceModel, StructureShape } from '../shape.ts';
import { cborCodec } from './codec.ts';
import { membersWriter } from './write-shape.ts';
import { CborWriter } from './writer.ts';

const EMPTY = Buffer.alloc(0);

/** Smithy RPC v2 CBOR. @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const rpcV2Cbor: Protocol = {
  name: 'rpcv2Cbor',
  decode(operation, request) {
    const events = decodeRpcEvents(operation, request, cborCodec);
    if (events) return events;
    return request.body.length === 0
      ? {}
      : (cborCodec.read(operation.input, request.body) as Record<string, unknown>);
  },
  encode(operation, output, requestId) {
    const events = encodeRpcEvents(operation, output, protocolHeaders(requestId), cborCodec);
    if (events) return events;
    if (operation.outputIsUnit) return answer(200, requestId, undefined);
    return answer(200, requestId, cborCodec.write(operation.output, output));
  },
  encodeFault(service, _operation, fault, requestId) {
    const response = answer(fault.status, requestId, faultDocument(service, fault));
    Object.assign(response.headers, queryErrorHeader(service, fault), fault.headers);
    return response;
  },
};

function protocolHeaders(requestId: string): Record<string, string> {
  return { 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-RequestId': requestId };
}

/** @param body undefined: without body and content type */
function answer(status: number, requestId: string, body: Uint8Array | string | undefined): ProtocolResponse {
  const headers = protocolHeaders(requestId);
  if (body !== undefined) headers['Content-Type'] = cborCodec.contentType;
  return { status, headers, body: body ?? EMPTY };
}

function faultDocument(service: ServiceModel, fault: Fault): Uint8Array {
  const { members, message } = faultDocuments.of(service.error(fault.code) ?? UNKNOWN);
  const value = fault.message === '' ? fault.members : { ...fault.members, [message]: fault.message };
  const writer = new CborWriter();
  const write = membersWriter(members);
  write(writer, value, typeName(service, fault));
  return writer.finish();
}

const UNKNOWN: StructureShape = { kind: 'structure', name: 'Unknown', members: [] };

/** The members of an error, a message added where the model has none, and the spelling of the message. */
const faultDocuments = new PerShape<StructureShape, { members: readonly Member[]; message: string }>(
  ({ members }) => {
    const known = members.find(({ name }) => name.toLowerCase() === 'message');
    if (known) return { members, message: known.name };
    const message: Member = { name: 'message', target: { kind: 'string', name: 'String' }, required: false };
    return { members: [...members, message], message: message.name };
  },
);

/** The protocol wants the absolute name of the error's shape. */
function typeName(service: ServiceModel, fault: Fault): string {
  const shape = service.error(fault.code);
  return `${shape?.namespace ?? `com.amazonaws.${service.name}`}#${faultName(service, fault)}`;
}
