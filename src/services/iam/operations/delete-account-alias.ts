import type { Operation } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * Takes the account's other name away.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html
 */
export const deleteAccountAlias: Operation<'DeleteAccountAlias'> = ({ AccountAlias }, { records }) => {
  if (records.alias.get() !== AccountAlias)
    throw noSuchEntity(`The account alias ${AccountAlias} cannot be found.`);
  records.alias.set(undefined);
  return {};
};
