import type { CallContext } from './call.ts';
import type { Handler } from './service.ts';

/** Handlers as the wire calls them, of handlers that are given a service's own context; `Operations` has checked their types. */
export function bindHandlers<Context>(
  operations: Readonly<Record<string, (input: never, context: Context) => unknown>>,
  contextOf: (call: CallContext) => Context,
): Record<string, Handler> {
  const bound = Object.entries(operations).map(([name, operate]): [string, Handler] => [
    name,
    (input, call) => operate(input as never, contextOf(call)),
  ]);
  return Object.fromEntries(bound);
}
