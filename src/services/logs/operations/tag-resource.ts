import type { LogsOperation } from '../context.ts';
import { addTags, groupOfTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource: LogsOperation<'TagResource'> = async ({ resourceArn, tags }, context) => {
  addTags(context, await groupOfTags(context, resourceArn), tags);
  return {};
};
