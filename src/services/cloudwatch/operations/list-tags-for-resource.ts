import type { CloudWatchOperation } from '../context.ts';
import { taggedAlarm } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: CloudWatchOperation<'ListTagsForResource'> = (
  { ResourceARN },
  { alarms, call },
) => {
  const { tags } = taggedAlarm(ResourceARN, alarms, call);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};
