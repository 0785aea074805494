import { awsJson10, awsJson11 } from './json/aws-json.ts';
import { restJson1 } from './json/rest-json.ts';
import type { Protocol } from './protocol.ts';
import type { ProtocolName } from './shape.ts';

/** Every protocol the wire speaks. */
export const PROTOCOLS: Readonly<Partial<Record<ProtocolName, Protocol>>> = {
  awsJson1_0: awsJson10,
  awsJson1_1: awsJson11,
  restJson1,
};
