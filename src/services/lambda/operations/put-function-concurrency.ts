import type { Operation } from '../context.ts';
import { functionNotFound, functionsOnly, invalid } from '../faults.ts';
import { ownName } from '../find.ts';
import { LEAST_UNRESERVED } from '../limits.ts';
import { functionArn } from '../translate/names.ts';

/** Reserves concurrency for a function. @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency: Operation<'PutFunctionConcurrency'> = (input, context) => {
  const { records, hosting, call } = context;
  const name = ownName(input.FunctionName, undefined, context);
  if (name.qualifier !== undefined) throw functionsOnly();
  const row = records.functions.get(name.name);
  if (!row) throw functionNotFound(functionArn({ ...name, qualifier: '$LATEST' }));
  const reserved = input.ReservedConcurrentExecutions;
  const concurrency = hosting.concurrency(call.account, call.region);
  const least = Math.min(LEAST_UNRESERVED, concurrency.limit);
  if (concurrency.availableTo(name.name) - reserved < least) {
    throw invalid(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    );
  }
  records.functions.put(name.name, { ...row, reservedConcurrency: reserved });
  concurrency.reserve(name.name, reserved);
  return { ReservedConcurrentExecutions: reserved };
};
