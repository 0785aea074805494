import { Fault } from './fault.ts';

/** The bytes are not what the operation's shapes ask for. */
export function serializationFault(message: string): Fault {
  return new Fault('SerializationException', 400, message);
}
