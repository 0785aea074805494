import type { CloudWatchOperation } from '../context.ts';
import { taggedAlarm } from '../tags.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource: CloudWatchOperation<'UntagResource'> = (
  { ResourceARN, TagKeys },
  { alarms, call },
) => {
  const row = taggedAlarm(ResourceARN, alarms, call);
  const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !TagKeys.includes(key)));
  alarms.book.put(call, { ...row, tags });
  return {};
};
