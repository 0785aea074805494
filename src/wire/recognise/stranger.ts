import type { ProtocolName, ServiceModel } from '../shape.ts';

/** A service we do not have, as far as answering that takes. */
export function strangerModel(name: string, protocol: ProtocolName): ServiceModel {
  return {
    name,
    shapeName: name,
    serviceId: name,
    signingName: name,
    version: '',
    targetPrefix: '',
    protocols: [protocol],
    awsQueryCompatible: false,
    bareXmlErrors: name === 's3',
    operationNames: [],
    operation: () => undefined,
    error: () => undefined,
  };
}
