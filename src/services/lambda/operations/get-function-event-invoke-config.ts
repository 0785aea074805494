import type { Operation } from '../context.ts';
import { eventInvokeOwner, noEventInvokeConfig, writeEventInvoke } from '../event-invokes.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export const getFunctionEventInvokeConfig: Operation<'GetFunctionEventInvokeConfig'> = (input, context) => {
  const { owner, key } = eventInvokeOwner(input.FunctionName, input.Qualifier, context);
  const row = context.records.eventInvokes.get(key);
  if (!row) throw noEventInvokeConfig(owner);
  return writeEventInvoke(row, owner);
};
