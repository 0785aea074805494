import type { LambdaContext, Operation } from '../context.ts';
import {
  cannotRun,
  eventTooLarge,
  functionNotFound,
  invalid,
  notImplemented,
  roleLost,
  stillPending,
  tooManyRequests,
  unreadableEvent,
} from '../faults.ts';
import type { Invoked } from '../hosting/invoker.ts';
import { ASYNCHRONOUS_EVENT_BYTES, LOG_TAIL_BYTES, SYNCHRONOUS_EVENT_BYTES } from '../limits.ts';
import { functionArn, readName, type FunctionName } from '../translate/names.ts';

const NOTHING = new Uint8Array();

/** Calls a function and waits for it, or hands it an event. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke: Operation<'Invoke'> = async (input, context) => {
  const { call, hosting } = context;
  const name = readName(input.FunctionName, input.Qualifier, call);
  if (input.DurableExecutionName) throw notImplemented('A durable execution (DurableExecutionName)');
  if (input.TenantId) throw notImplemented('Tenant isolation (TenantId)');
  const payload = (input.Payload as Uint8Array | undefined) ?? NOTHING;
  const clientContext = readClientContext(input.ClientContext);
  switch (input.InvocationType) {
    case 'DryRun':
      if (!hosting.find(name)) throw functionNotFound(functionArn(name));
      return { StatusCode: 204 };
    case 'Event':
      return accept(name, payload, clientContext, context);
    default:
      return run(name, payload, clientContext, input.LogType === 'Tail', context);
  }
};

async function run(
  name: FunctionName,
  payload: Uint8Array,
  clientContext: string | undefined,
  wantsTail: boolean,
  { call, invoker }: LambdaContext,
) {
  if (payload.length > SYNCHRONOUS_EVENT_BYTES) {
    throw eventTooLarge(payload.length, 'RequestResponse', SYNCHRONOUS_EVENT_BYTES);
  }
  let tail = '';
  const onLine = ({ message }: { message: string }) => {
    tail = (tail + (message.endsWith('\n') ? message : `${message}\n`)).slice(-LOG_TAIL_BYTES);
  };
  const trace = call.headers.get('x-amzn-trace-id');
  const ask = { name, id: call.requestId, payload, trace, clientContext, ...(wantsTail && { onLine }) };
  const invoked = await invoker.invoke(ask);
  if (invoked.kind !== 'ran') throw faultOf(invoked);
  return {
    StatusCode: 200,
    ExecutedVersion: invoked.version,
    Payload: invoked.payload as never,
    ...(invoked.failed && { FunctionError: 'Unhandled' }),
    ...(wantsTail && { LogResult: Buffer.from(tail).subarray(-LOG_TAIL_BYTES).toString('base64') }),
  };
}

function accept(
  name: FunctionName,
  payload: Uint8Array,
  clientContext: string | undefined,
  { call, hosting, events }: LambdaContext,
) {
  if (payload.length > ASYNCHRONOUS_EVENT_BYTES) {
    throw eventTooLarge(payload.length, 'Event', ASYNCHRONOUS_EVENT_BYTES);
  }
  const target = hosting.find(name);
  if (!target) throw functionNotFound(functionArn({ ...name, qualifier: name.qualifier ?? '$LATEST' }));
  if (payload.length > 0) {
    try {
      JSON.parse(Buffer.from(payload).toString());
    } catch (error) {
      throw unreadableEvent((error as Error).message);
    }
  }
  const trace = call.headers.get('x-amzn-trace-id');
  if (!events.accept({ name, id: call.requestId, payload, trace, clientContext })) {
    throw tooManyRequests('ConcurrentInvocationLimitExceeded');
  }
  return { StatusCode: 202 };
}

/** What is no answer of the function. */
export function faultOf(invoked: Exclude<Invoked, { kind: 'ran' }>) {
  switch (invoked.kind) {
    case 'not-found':
      return functionNotFound(invoked.arn);
    case 'pending':
      return stillPending();
    case 'throttled':
      return tooManyRequests(invoked.reason);
    case 'unreadable':
      return unreadableEvent(invoked.detail);
    case 'refused':
      return roleLost();
    case 'impossible':
      return cannotRun(invoked.detail);
  }
}

function readClientContext(base64: string | undefined): string | undefined {
  if (base64 === undefined || base64 === '') return undefined;
  const text = Buffer.from(base64, 'base64').toString();
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid('Client context must be a valid Base64-encoded JSON object.');
  }
}
