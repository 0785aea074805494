import type { Operation } from '../context.ts';
import { findQualified, ownName } from '../find.ts';
import { writeConfiguration } from '../translate/configuration.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation<'GetFunctionConfiguration'> = (input, context) => {
  const name = ownName(input.FunctionName, input.Qualifier, context);
  return writeConfiguration(findQualified(name, context).row, name);
};
