import type { Operation } from '../context.ts';
import { findFunction, ownName } from '../find.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency: Operation<'GetFunctionConcurrency'> = (input, context) => {
  const name = ownName(input.FunctionName, undefined, context);
  const { reservedConcurrency } = findFunction(name, context);
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
};
