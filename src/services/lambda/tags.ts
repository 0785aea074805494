import type { LambdaContext } from './context.ts';
import { invalid, notImplemented } from './faults.ts';
import { findFunction, ownName } from './find.ts';
import type { FunctionRow } from './records/rows.ts';
import type { FunctionName } from './translate/names.ts';

/** The function whose tags are meant by an ARN. @throws Fault for what has none here */
export function taggedFunction(
  arn: string,
  context: LambdaContext,
): { name: FunctionName; row: FunctionRow } {
  if (!/:function:/.test(arn)) throw notImplemented(`A tag on ${arn}`);
  const name = ownName(arn, undefined, context);
  if (name.qualifier !== undefined) {
    throw invalid('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return { name, row: findFunction(name, context) };
}
