import type { Initialisation, InvocationHeader } from '../../conversation/frames.ts';
import type { UserHandler } from './load-handler.ts';

/** How a handler ended. */
export type Result =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

/** Holds the process up while there is nothing to do, or lets go: what `beforeExit` waits for. */
export interface Hold {
  take(): void;
  release(): void;
}

/**
 * Runs the handler once. A promise settles at once; a callback or a plain return waits until the event loop is empty,
 * unless the handler set `callbackWaitsForEmptyEventLoop` to false.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export function runHandler(
  handler: UserHandler,
  event: unknown,
  made: Initialisation,
  header: InvocationHeader,
  hold: Hold,
): Promise<Result> {
  return new Promise((resolve) => {
    let called: Result | undefined;
    let settled = false;
    let promised = false;
    const settle = (result: Result) => {
      if (settled) return;
      settled = true;
      process.removeListener('beforeExit', empty);
      hold.take();
      resolve(result);
    };
    const empty = () => {
      if (called) settle(called);
      else if (promised) settle({ ok: false, error: neverSettled() });
      else settle({ ok: true, value: null });
    };
    const call = (result: Result) => {
      called ??= result;
      if (context.callbackWaitsForEmptyEventLoop === false) settle(called);
    };
    const done = (error?: unknown, value?: unknown) =>
      call(error === undefined || error === null ? { ok: true, value } : { ok: false, error });
    const context = makeContext(made, header, done);
    process.on('beforeExit', empty);
    hold.release();
    try {
      const returned = made.generation >= 24 ? handler(event, context) : handler(event, context, done);
      if (isThenable(returned)) {
        promised = true;
        returned.then(
          (value) => settle({ ok: true, value }),
          (error: unknown) => settle({ ok: false, error }),
        );
      } else if (made.generation >= 24) settle({ ok: true, value: returned });
    } catch (error) {
      settle({ ok: false, error });
    }
  });
}

const isThenable = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function';

function neverSettled(): Error {
  const error = new Error(
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );
  error.name = 'Runtime.NodeJsExit';
  return error;
}

type Done = (error?: unknown, value?: unknown) => void;

function makeContext(made: Initialisation, header: InvocationHeader, done: Done) {
  const legacy =
    made.generation >= 24
      ? {}
      : {
          done,
          succeed: (value: unknown) => done(null, value),
          fail: (error: unknown) => done(error ?? 'handled'),
        };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: made.version,
    functionName: made.functionName,
    memoryLimitInMB: String(made.memoryMb),
    logGroupName: made.logGroup,
    logStreamName: made.logStream,
    clientContext: header.clientContext === undefined ? undefined : JSON.parse(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.arn,
    awsRequestId: header.id,
    getRemainingTimeInMillis: () => header.deadlineMs - Date.now(),
    ...legacy,
  };
}
