import type { Operation } from '../context.ts';
import { noProvisionedConcurrency } from '../faults.ts';
import { provisionedOwner, writeProvisioned } from '../provisioned.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html */
export const getProvisionedConcurrencyConfig: Operation<'GetProvisionedConcurrencyConfig'> = (
  input,
  context,
) => {
  const owner = provisionedOwner(input.FunctionName, input.Qualifier, context);
  const row = context.records.provisioned.get(owner.key);
  if (!row) throw noProvisionedConcurrency();
  return writeProvisioned(row, owner, context);
};
