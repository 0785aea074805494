import type { Operation } from '../context.ts';
import {
  eventInvokeOwner,
  noEventInvokeConfig,
  readEventInvoke,
  writeEventInvoke,
} from '../event-invokes.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const updateFunctionEventInvokeConfig: Operation<'UpdateFunctionEventInvokeConfig'> = (
  input,
  context,
) => {
  const { owner, key } = eventInvokeOwner(input.FunctionName, input.Qualifier, context);
  const change = readEventInvoke(input, context.clock.now());
  const row = context.records.eventInvokes.update(key, (old) => ({ ...old, ...change }));
  if (!row) throw noEventInvokeConfig(owner);
  return writeEventInvoke(row, owner);
};
