import { writeAlias } from '../aliases.ts';
import type { Operation } from '../context.ts';
import { aliasNotFound } from '../faults.ts';
import { ownName } from '../find.ts';
import { functionArn } from '../translate/names.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias: Operation<'GetAlias'> = (input, context) => {
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: input.Name };
  const row = context.records.aliases.get(`${name.name}/${input.Name}`);
  if (!row) throw aliasNotFound(functionArn(name));
  return writeAlias(row, name);
};
