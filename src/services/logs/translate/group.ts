import type { LogGroup as SdkLogGroup, LogStream as SdkLogStream } from '@aws-sdk/client-cloudwatch-logs';
import type { GroupName, LogGroup, LogStream } from '../../../engine/telemetry/index.ts';
import { groupArn, streamArn } from '../names.ts';
import { positionText } from './position.ts';

/** A group as DescribeLogGroups shows it. */
export function describedGroup(group: LogGroup): SdkLogGroup {
  return {
    logGroupName: group.group,
    creationTime: group.createdMs,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${groupArn(group)}:*`,
    storedBytes: group.storedBytes,
    logGroupClass: group.kind as 'STANDARD',
    logGroupArn: groupArn(group),
    deletionProtectionEnabled: group.deletionProtected,
  };
}

/** A stream as DescribeLogStreams shows it. */
export function describedStream(group: GroupName, stream: LogStream): SdkLogStream {
  const { name, createdMs, firstEventMs, lastEventMs, lastIngestionMs } = stream;
  return {
    logStreamName: name,
    creationTime: createdMs,
    ...(firstEventMs !== undefined && { firstEventTimestamp: firstEventMs }),
    ...(lastEventMs !== undefined && { lastEventTimestamp: lastEventMs }),
    ...(lastIngestionMs !== undefined && {
      lastIngestionTime: lastIngestionMs,
      uploadSequenceToken: positionText({ timeMs: lastIngestionMs, id: 0 }),
    }),
    arn: streamArn(group, name),
    storedBytes: 0,
  };
}
