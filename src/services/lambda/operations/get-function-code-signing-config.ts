import type { Operation } from '../context.ts';
import { findFunction, ownName } from '../find.ts';

/** Tells that a function has none: code signing is not built. @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html */
export const getFunctionCodeSigningConfig: Operation<'GetFunctionCodeSigningConfig'> = (input, context) => {
  const name = ownName(input.FunctionName, undefined, context);
  findFunction(name, context);
  return { CodeSigningConfigArn: undefined, FunctionName: name.name };
};
