import type { FunctionCall, FunctionInvoker, FunctionOutcome } from '../../engine/gateway/index.ts';
import { type Caller, Fault, type InsideClient } from '../../wire/index.ts';

/** Makes sessions of roles for API Gateway; undefined: the role is not there, or does not trust it. */
export interface RoleSessions {
  callerForRole(asks: {
    roleArn: string;
    sessionName: string;
    service: string;
    sourceArn?: string;
  }): Caller | undefined;
}

/**
 * Invokes functions as API Gateway itself through the function service's own port, and as a role through the wire, so that the
 * role's policies count.
 */
export function createInvoker(parts: {
  functions: FunctionInvoker;
  inside: InsideClient;
  roles: RoleSessions | undefined;
}): FunctionInvoker {
  const { functions, inside, roles } = parts;
  return {
    async invoke(call) {
      if (call.roleArn === undefined) return functions.invoke(call);
      const caller = roles?.callerForRole({
        roleArn: call.roleArn,
        sessionName: 'BackplaneAssumeRoleSession',
        service: 'apigateway.amazonaws.com',
        sourceArn: call.sourceArn,
      });
      if (!caller) return { kind: 'denied', message: `API Gateway cannot assume the role ${call.roleArn}` };
      return invokeAs(caller, call, inside);
    },
  };
}

/** As much of the answer of Lambda's Invoke as is read here. */
interface Invoked {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array | AsyncIterable<Uint8Array>;
}

async function invokeAs(caller: Caller, call: FunctionCall, inside: InsideClient): Promise<FunctionOutcome> {
  try {
    const output = await inside.call<Invoked>({
      service: 'lambda',
      operation: 'Invoke',
      input: {
        FunctionName: call.functionArn,
        InvocationType: call.asynchronous ? 'Event' : 'RequestResponse',
        Payload: call.payload,
      },
      caller,
      region: call.functionArn.split(':')[3] || call.region,
      signal: call.signal,
    });
    if (call.asynchronous) return { kind: 'accepted' };
    const { FunctionError: functionError } = output;
    return {
      kind: 'answered',
      payload: await bytesOf(output.Payload),
      ...(functionError === undefined ? {} : { functionError }),
    };
  } catch (error) {
    if (error instanceof Fault) return { kind: outcomes[error.code] ?? 'failed', message: error.message };
    throw error;
  }
}

const outcomes: Readonly<
  Record<string, Exclude<FunctionOutcome['kind'], 'answered' | 'accepted'> | undefined>
> = {
  AccessDeniedException: 'denied',
  ResourceNotFoundException: 'not-found',
  TooManyRequestsException: 'throttled',
  RequestTooLargeException: 'too-large',
  RequestEntityTooLargeException: 'too-large',
  InvalidRequestContentException: 'invalid',
};

async function bytesOf(payload: Invoked['Payload']): Promise<Uint8Array> {
  if (payload === undefined) return new Uint8Array();
  if (payload instanceof Uint8Array) return payload;
  const chunks: Uint8Array[] = [];
  for await (const chunk of payload) chunks.push(chunk);
  return Buffer.concat(chunks);
}
