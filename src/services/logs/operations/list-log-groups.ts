import type { LogsOperation } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { DEFAULT_PAGE } from '../limits.ts';
import { groupArn } from '../names.ts';
import { readToken, writeToken } from '../translate/position.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html */
export const listLogGroups: LogsOperation<'ListLogGroups'> = async (input, { logs, call, clock }) => {
  if (input.dataSources) throw notImplemented('ListLogGroups with dataSources');
  if (input.fieldIndexNames) throw notImplemented('ListLogGroups with fieldIndexNames');
  if ('logGroupTags' in input && input.logGroupTags) throw notImplemented('ListLogGroups with logGroupTags');
  const limit = input.limit ?? DEFAULT_PAGE;
  const alternatives = input.logGroupNamePattern?.split('|');
  const wanted = (name: string): boolean =>
    alternatives?.some((part) =>
      part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part),
    ) ?? true;
  await logs.flush();
  const found = logs
    .groups({
      account: call.account,
      region: call.region,
      ...(input.nextToken !== undefined && { after: readToken<string>(input.nextToken, clock.now()) }),
      ...(input.logGroupClass && { kind: input.logGroupClass }),
      limit: alternatives ? -1 : limit + 1,
    })
    .filter(({ group }) => wanted(group));
  const page = found.slice(0, limit);
  return {
    logGroups: page.map((group) => ({
      logGroupName: group.group,
      logGroupArn: groupArn(group),
      logGroupClass: group.kind as 'STANDARD',
    })),
    ...(found.length > limit && { nextToken: writeToken(page.at(-1)?.group, clock.now()) }),
  };
};
