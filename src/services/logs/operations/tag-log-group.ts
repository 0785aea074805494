import type { LogsOperation } from '../context.ts';
import { groupArn, groupNamed } from '../names.ts';
import { addTags, groupOfTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const tagLogGroup: LogsOperation<'TagLogGroup'> = async ({ logGroupName, tags }, context) => {
  addTags(context, await groupOfTags(context, groupArn(groupNamed(context.call, logGroupName))), tags);
  return {};
};
