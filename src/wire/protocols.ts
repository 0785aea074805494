import { rpcV2Cbor } from './cbor/rpc-v2-cbor.ts';
import { awsJson10, awsJson11 } from './json/aws-json.ts';
import { restJson1 } from './json/rest-json.ts';
import type { Protocol } from './protocol.ts';
import { awsQuery } from './query/aws-query.ts';
import { ec2Query } from './query/ec2-query.ts';
import type { ProtocolName } from './shape.ts';
import { restXml } from './xml/rest-xml.ts';

/** Every protocol the wire speaks. */
export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  restJson1,
  awsJson1_0: awsJson10,
  awsJson1_1: awsJson11,
  awsQuery,
  ec2Query,
  restXml,
  rpcv2Cbor: rpcV2Cbor,
};
