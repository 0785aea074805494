import type { Operation } from '../context.ts';
import { writeEventInvoke } from '../event-invokes.ts';
import { findFunction, ownName } from '../find.ts';
import { pageOf } from '../page.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export const listFunctionEventInvokeConfigs: Operation<'ListFunctionEventInvokeConfigs'> = (
  input,
  context,
) => {
  const name = ownName(input.FunctionName, undefined, context);
  findFunction({ ...name, qualifier: undefined }, context);
  const all = context.records.eventInvokes.list({ prefix: `${name.name}/` });
  const { items, NextMarker } = pageOf(all, ({ key }) => key, input);
  return {
    FunctionEventInvokeConfigs: items.map(({ key, row }) =>
      writeEventInvoke(row, { ...name, qualifier: key.slice(name.name.length + 1) }),
    ),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
