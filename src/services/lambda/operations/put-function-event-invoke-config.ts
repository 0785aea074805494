import type { Operation } from '../context.ts';
import { checkOwner, eventInvokeOwner, readEventInvoke, writeEventInvoke } from '../event-invokes.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const putFunctionEventInvokeConfig: Operation<'PutFunctionEventInvokeConfig'> = (input, context) => {
  const { owner, key } = eventInvokeOwner(input.FunctionName, input.Qualifier, context);
  const row = readEventInvoke(input, context.clock.now());
  checkOwner(owner, context);
  context.records.eventInvokes.put(key, row);
  return writeEventInvoke(row, owner);
};
