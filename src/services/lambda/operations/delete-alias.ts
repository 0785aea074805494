import type { Operation } from '../context.ts';
import { ownName } from '../find.ts';

/** Deletes an alias; one that is not there is no error. @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias: Operation<'DeleteAlias'> = (input, context) => {
  const name = ownName(input.FunctionName, undefined, context);
  const key = `${name.name}/${input.Name}`;
  context.store.transaction(() => {
    context.records.aliases.delete(key);
    context.records.policies.delete(key);
    context.records.eventInvokes.delete(key);
    context.records.provisioned.delete(key);
  });
  context.hosting.forgetAliases(name);
  context.hosting.provision(name);
  return {};
};
