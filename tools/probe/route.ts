import { Fault } from '../../src/wire/fault.ts';
import { QueryParameters } from '../../src/wire/http/query-string.ts';
import { type Route, Router } from '../../src/wire/http/router.ts';
import { PerShape } from '../../src/wire/protocol.ts';
import { readS3Host } from '../../src/wire/s3/virtual-host.ts';
import type { Operation, ProtocolName, ServiceModel } from '../../src/wire/shape.ts';
import type { ProbedRequest } from './http.ts';

const RPC_V2_PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/;

const routers = new PerShape<ServiceModel, Router>(
  (service) => new Router(service.operationNames.flatMap((name) => service.operation(name) ?? [])),
);

/**
 * Finds the operation of a request by the request alone, as the protocol has it.
 * @throws Fault `UnknownOperationException` (Query: `InvalidAction`) when it is none of the service's
 */
export function routeRequest(service: ServiceModel, protocol: ProtocolName, request: ProbedRequest): Route {
  if (protocol === 'restJson1' || protocol === 'restXml') {
    const route = routers.of(service).find(pathStyle(service, request));
    if (!route) throw unknownOperation();
    return route;
  }
  const name = operationName(service, protocol, request);
  const operation = name === undefined ? undefined : service.operation(name);
  if (!operation) throw isQuery(protocol) ? invalidAction(name, service) : unknownOperation();
  return { operation, labels: {} };
}

/** The route to an operation the line names: only labels are looked for in the request. */
export function routeTo(operation: Operation, protocol: ProtocolName, request: ProbedRequest): Route {
  if (protocol !== 'restJson1' && protocol !== 'restXml') return { operation, labels: {} };
  const route = new Router([operation]).find(pathStyle(operation.service, request));
  if (!route) throw unknownOperation();
  return route;
}

/** S3's requests may name the bucket in the host. */
function pathStyle({ signingName }: ServiceModel, request: ProbedRequest): ProbedRequest {
  if (signingName !== 's3') return request;
  const host = (request.headers.get('host') ?? '').toLowerCase().replace(/:\d+$/, '');
  const { bucket } = readS3Host(host);
  return bucket === undefined ? request : { ...request, rawPath: `/${bucket}${request.rawPath}` };
}

function operationName(
  service: ServiceModel,
  protocol: ProtocolName,
  request: ProbedRequest,
): string | undefined {
  if (isQuery(protocol)) {
    const form = new QueryParameters(request.body.length > 0 ? request.body.toString() : request.rawQuery);
    return form.get('Action');
  }
  if (protocol === 'rpcv2Cbor') {
    const [, name, operation] = RPC_V2_PATH.exec(request.rawPath) ?? [];
    return name === service.shapeName && request.method === 'POST' ? operation : undefined;
  }
  const target = request.headers.get('x-amz-target') ?? '';
  return target.startsWith(`${service.targetPrefix}.`)
    ? target.slice(service.targetPrefix.length + 1)
    : undefined;
}

function isQuery(protocol: ProtocolName): boolean {
  return protocol === 'awsQuery' || protocol === 'ec2Query';
}

function unknownOperation(): Fault {
  return new Fault('UnknownOperationException', 404, '');
}

function invalidAction(name: string | undefined, { version }: ServiceModel): Fault {
  if (name === undefined)
    return new Fault('MissingAction', 400, 'The request is missing an action or a required parameter.');
  return new Fault('InvalidAction', 400, `Could not find operation ${name} for version ${version}`);
}
