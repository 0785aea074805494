import type { Operation } from '../context.ts';
import { provisionedOwner } from '../provisioned.ts';

/** Lets go of workers kept up; none there is no error. @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteProvisionedConcurrencyConfig.html */
export const deleteProvisionedConcurrencyConfig: Operation<'DeleteProvisionedConcurrencyConfig'> = (
  input,
  context,
) => {
  const owner = provisionedOwner(input.FunctionName, input.Qualifier, context);
  context.records.provisioned.delete(owner.key);
  context.hosting.provision(owner.name);
  return {};
};
