import type { CloudWatchOperation } from '../context.ts';
import { taggedAlarm } from '../tags.ts';
import { tagRecord } from '../translate/alarm-common.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource: CloudWatchOperation<'TagResource'> = ({ ResourceARN, Tags }, { alarms, call }) => {
  const row = taggedAlarm(ResourceARN, alarms, call);
  alarms.book.put(call, { ...row, tags: tagRecord(row.tags, Tags) });
  return {};
};
