import type { LogsOperation } from '../context.ts';
import { groupOfTags } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: LogsOperation<'ListTagsForResource'> = async (
  { resourceArn },
  context,
) => ({
  tags: (await groupOfTags(context, resourceArn)).tags,
});
