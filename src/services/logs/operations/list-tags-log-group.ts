import type { LogsOperation } from '../context.ts';
import { groupArn, groupNamed } from '../names.ts';
import { groupOfTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const listTagsLogGroup: LogsOperation<'ListTagsLogGroup'> = async ({ logGroupName }, context) => ({
  tags: (await groupOfTags(context, groupArn(groupNamed(context.call, logGroupName)))).tags,
});
