import type { Operation } from '../context.ts';
import { findFunction, ownName } from '../find.ts';
import { pageOf } from '../page.ts';
import { provisionedArn, provisionedOwner, writeProvisioned } from '../provisioned.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html */
export const listProvisionedConcurrencyConfigs: Operation<'ListProvisionedConcurrencyConfigs'> = (
  input,
  context,
) => {
  const name = ownName(input.FunctionName, undefined, context);
  findFunction({ ...name, qualifier: undefined }, context);
  const all = context.records.provisioned.list({ prefix: `${name.name}/` });
  const { items, NextMarker } = pageOf(all, ({ key }) => key, input);
  return {
    ProvisionedConcurrencyConfigs: items.map(({ key, row }) => {
      const owner = provisionedOwner(name.name, key.slice(name.name.length + 1), context);
      return { FunctionArn: provisionedArn(owner), ...writeProvisioned(row, owner, context) };
    }),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
