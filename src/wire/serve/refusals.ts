import type { Caller } from '../call.ts';
import { Fault } from '../fault.ts';
import type { ProtocolName, ServiceModel } from '../shape.ts';

/** The operation, or the whole service, is not built. */
export function notImplemented(service: string, operation: string | undefined, known: boolean): Fault {
  const what = known
    ? `The operation ${operation ?? ''} of ${service}`
    : `The service ${service}${operation === undefined ? '' : ` (operation ${operation})`}`;
  return new Fault('NotImplemented', 501, `${what} is not implemented.`);
}

/** The service has no such operation, in the words of the protocol. */
export function unknownOperation(
  model: ServiceModel,
  protocol: ProtocolName,
  operation: string | undefined,
): Fault {
  if (protocol === 'awsQuery' || protocol === 'ec2Query') {
    if (operation === undefined)
      return new Fault('MissingAction', 400, 'The request must contain the parameter Action');
    const message = `Could not find operation ${operation} for version ${model.version}`;
    return new Fault('InvalidAction', 400, message);
  }
  if (model.bareXmlErrors) {
    return new Fault('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');
  }
  const name = operation === undefined ? '' : ` ${operation}`;
  const status = protocol.startsWith('awsJson') ? 400 : 404;
  return new Fault(
    'UnknownOperationException',
    status,
    `The operation${name} is unknown to ${model.serviceId}.`,
  );
}

/** A bug of ours; the log has the stack under the same request id. */
export const internalFailure = (model: ServiceModel): Fault =>
  model.bareXmlErrors
    ? new Fault('InternalError', 500, 'We encountered an internal error. Please try again.')
    : new Fault(
        'InternalFailure',
        500,
        'The request processing has failed because of an unknown error, exception or failure.',
      );

/** The caller may not. @param message the authorizer's sentence */
export function accessDenied(
  model: ServiceModel,
  protocol: ProtocolName | undefined,
  caller: Caller,
  message: string,
): Fault {
  if (model.bareXmlErrors) {
    return new Fault('AccessDenied', 403, caller.kind === 'anonymous' ? 'Access Denied' : message);
  }
  const spoken = protocol ?? model.protocols[0];
  if (spoken === 'awsQuery' || spoken === 'ec2Query') return new Fault('AccessDenied', 403, message);
  return new Fault('AccessDeniedException', spoken === 'restJson1' ? 403 : 400, message);
}

/** No signature where the operation needs one, found out only once the operation was known. */
export const missingToken = (): Fault =>
  new Fault('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
