import type { Operation } from '../context.ts';
import { findQualified, ownName } from '../find.ts';
import { writeConfiguration } from '../translate/configuration.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction: Operation<'GetFunction'> = (input, context) => {
  const name = ownName(input.FunctionName, input.Qualifier, context);
  const { row } = findQualified(name, context);
  const { tags = {}, reservedConcurrency } = context.records.functions.get(name.name) ?? {};
  return {
    Configuration: writeConfiguration(row, name),
    Code: { RepositoryType: 'S3', Location: context.codeLocation(row.code.id, context.call.endpoint) },
    ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
    ...(reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
    }),
  };
};
