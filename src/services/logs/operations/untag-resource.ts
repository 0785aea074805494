import type { LogsOperation } from '../context.ts';
import { groupOfTags, removeTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource: LogsOperation<'UntagResource'> = async ({ resourceArn, tagKeys }, context) => {
  removeTags(context, await groupOfTags(context, resourceArn), tagKeys);
  return {};
};
