import type { LogsOperation } from '../context.ts';
import { invalidParameter } from '../faults.ts';
import { DEFAULT_PAGE } from '../limits.ts';
import { groupIdentified } from '../names.ts';
import { describedGroup } from '../translate/group.ts';
import { readToken, writeToken } from '../translate/position.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups: LogsOperation<'DescribeLogGroups'> = async (input, { logs, call, clock }) => {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass, nextToken } = input;
  const limit = input.limit ?? DEFAULT_PAGE;
  await logs.flush();
  if (logGroupNamePrefix !== undefined && logGroupNamePattern) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  if (logGroupIdentifiers) {
    const found = logGroupIdentifiers.flatMap(
      (identifier) => logs.group(groupIdentified(call, identifier)) ?? [],
    );
    const own = found.filter(({ account, region }) => account === call.account && region === call.region);
    return { logGroups: own.map(describedGroup) };
  }
  const found = logs.groups({
    account: call.account,
    region: call.region,
    ...(logGroupNamePrefix !== undefined && { prefix: logGroupNamePrefix }),
    ...(logGroupNamePattern && { contains: logGroupNamePattern }),
    ...(nextToken !== undefined && { after: readToken<string>(nextToken, clock.now()) }),
    ...(logGroupClass && { kind: logGroupClass }),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  return {
    logGroups: page.map(describedGroup),
    ...(found.length > limit && { nextToken: writeToken(page.at(-1)?.group, clock.now()) }),
  };
};
