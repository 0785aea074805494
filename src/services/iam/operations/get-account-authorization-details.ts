import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { type Detail, details } from '../translate/details.ts';

/**
 * Every user, group, role and policy of the account with what it grants.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const getAccountAuthorizationDetails: Operation<'GetAccountAuthorizationDetails'> = (
  input,
  context,
) => {
  const { Filter } = input;
  const all = details(context).filter(({ filter }) => Filter === undefined || Filter.includes(filter));
  const keyOf = ({ filter, key }: Detail) => `${filter}/${key}`;
  const { items, ...page } = paginate(sortedBy(all, keyOf), input, keyOf);
  const of = <Kind extends Detail['filter']>(...kinds: Kind[]) =>
    items.filter((item): item is Extract<Detail, { filter: Kind }> =>
      (kinds as string[]).includes(item.filter),
    );
  return {
    UserDetailList: of('User').map(({ detail }) => detail),
    GroupDetailList: of('Group').map(({ detail }) => detail),
    RoleDetailList: of('Role').map(({ detail }) => detail),
    Policies: of('LocalManagedPolicy', 'AWSManagedPolicy').map(({ detail }) => detail),
    ...page,
  };
};
