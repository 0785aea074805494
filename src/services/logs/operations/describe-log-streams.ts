import type { LogsOperation } from '../context.ts';
import { invalidParameter } from '../faults.ts';
import { DEFAULT_PAGE } from '../limits.ts';
import { existing, groupMeant } from '../names.ts';
import { describedStream } from '../translate/group.ts';
import { readToken, writeToken } from '../translate/position.ts';

type After = { readonly name: string; readonly lastEventMs: number };

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams: LogsOperation<'DescribeLogStreams'> = async (input, context) => {
  const { logStreamNamePrefix, orderBy, descending = false, nextToken, limit = DEFAULT_PAGE } = input;
  const { logs, clock } = context;
  const meant = groupMeant(context.call, input);
  if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  await logs.flush();
  const group = existing(context, meant);
  const found = await logs.streams(group, {
    order: orderBy === 'LastEventTime' ? 'last-event' : 'name',
    descending,
    ...(logStreamNamePrefix !== undefined && { prefix: logStreamNamePrefix }),
    ...(nextToken !== undefined && { beyond: readToken<After>(nextToken, clock.now()) }),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const after = last && { name: last.name, lastEventMs: last.lastEventMs ?? 0 };
  return {
    logStreams: page.map((stream) => describedStream(group, stream)),
    ...(found.length > limit && { nextToken: writeToken(after, clock.now()) }),
  };
};
