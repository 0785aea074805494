import type { LogsOperation } from '../context.ts';
import { groupArn, groupNamed } from '../names.ts';
import { groupOfTags, removeTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const untagLogGroup: LogsOperation<'UntagLogGroup'> = async ({ logGroupName, tags }, context) => {
  removeTags(context, await groupOfTags(context, groupArn(groupNamed(context.call, logGroupName))), tags);
  return {};
};
