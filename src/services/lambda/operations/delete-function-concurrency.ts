import type { Operation } from '../context.ts';
import { functionsOnly } from '../faults.ts';
import { findFunction, ownName } from '../find.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency: Operation<'DeleteFunctionConcurrency'> = (input, context) => {
  const { records, hosting, call } = context;
  const name = ownName(input.FunctionName, undefined, context);
  if (name.qualifier !== undefined) throw functionsOnly();
  const { reservedConcurrency: _, ...row } = findFunction(name, context);
  records.functions.put(name.name, row);
  hosting.concurrency(call.account, call.region).reserve(name.name, undefined);
  return {};
};
