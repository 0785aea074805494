import type { Fault } from '../fault.ts';
import { type DocumentCodec, PerShape } from '../protocol.ts';
import type { Member, ServiceModel, StructureShape } from '../shape.ts';

/** Members of an error that are in its body, and the spelling of the one that is its message. */
const errorMembers = new PerShape<StructureShape, { body: readonly Member[]; message: string }>((shape) => {
  const body = shape.members.filter(({ http }) => http === undefined || http.in === 'payload');
  const message = body.find(({ name }) => name.toLowerCase() === 'message')?.name ?? 'message';
  return { body, message };
});

/** The document of a fault as a JSON object: its modelled members, and the message under the model's spelling. */
export function faultBody(
  service: ServiceModel,
  fault: Fault,
  codec: DocumentCodec,
): Record<string, unknown> {
  const shape = service.error(fault.code);
  if (!shape) return fault.message === '' ? {} : { message: fault.message };
  const { body, message } = errorMembers.of(shape);
  const value = fault.message === '' ? fault.members : { ...fault.members, [message]: fault.message };
  const document = JSON.parse(codec.write(shape, value, body) as string) as Record<string, unknown>;
  const isModelled = body.some(({ name }) => name === message);
  return isModelled || fault.message === '' ? document : { ...document, message: fault.message };
}
