import type { Operation } from '../context.ts';
import { eventInvokeOwner, noEventInvokeConfig } from '../event-invokes.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const deleteFunctionEventInvokeConfig: Operation<'DeleteFunctionEventInvokeConfig'> = (
  input,
  context,
) => {
  const { owner, key } = eventInvokeOwner(input.FunctionName, input.Qualifier, context);
  if (!context.records.eventInvokes.delete(key)) throw noEventInvokeConfig(owner);
  return {};
};
