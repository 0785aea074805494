import type { Operation } from '../context.ts';
import { anyPolicy } from '../customer-policy.ts';
import { paginate, sortedBy } from '../pagination.ts';

/**
 * The users, groups and roles a managed policy is attached to.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
 */
export const listEntitiesForPolicy: Operation<'ListEntitiesForPolicy'> = (input, context) => {
  anyPolicy(context, input.PolicyArn);
  const { records } = context;
  const { EntityFilter, PathPrefix, PolicyArn, PolicyUsageFilter } = input;
  const uses = (row: { attached: readonly string[]; boundary?: string }) =>
    PolicyUsageFilter === 'PermissionsBoundary'
      ? row.boundary === PolicyArn
      : row.attached.includes(PolicyArn);
  const wanted = (kind: string) => EntityFilter === undefined || EntityFilter === kind;
  const found = [
    ...(wanted('Group')
      ? records.groups
          .list(PathPrefix)
          .filter(uses)
          .map((row) => ({ kind: 'Group', row }))
      : []),
    ...(wanted('Role')
      ? records.roles
          .list(PathPrefix)
          .filter(uses)
          .map((row) => ({ kind: 'Role', row }))
      : []),
    ...(wanted('User')
      ? records.users
          .list(PathPrefix)
          .filter(uses)
          .map((row) => ({ kind: 'User', row }))
      : []),
  ];
  const keyOf = ({ kind, row }: (typeof found)[number]) => `${kind}/${row.name.toLowerCase()}`;
  const { items, ...page } = paginate(sortedBy(found, keyOf), input, keyOf);
  const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ row }) => row);
  return {
    PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
    ...page,
  };
};
