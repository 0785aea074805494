import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import { EVENT_OVERHEAD_BYTES } from '../../../engine/telemetry/index.ts';
import type { LogsOperation } from '../context.ts';
import { invalidParameter, streamNotFound } from '../faults.ts';
import { BATCH_SPAN_MS, MOST_BYTES, NEWEST_MS, OLDEST_MS } from '../limits.ts';
import { existing, groupNamed } from '../names.ts';
import { positionText } from '../translate/position.ts';

const DAY_MS = 86_400_000;

interface Incoming {
  readonly timeMs: number;
  readonly message: string;
}

/**
 * Events are on disk when it is answered. An entity is refused by name, as AWS refuses one it cannot take; the events are kept all the same.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const putLogEvents: LogsOperation<'PutLogEvents'> = async (input, context) => {
  const { logs, call, clock } = context;
  const events = input.logEvents.map(incoming);
  checkSize(events);
  if (events.some(({ timeMs }, index) => index > 0 && timeMs < (events[index - 1] as Incoming).timeMs)) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  await logs.flush();
  const group = existing(context, groupNamed(call, input.logGroupName));
  if (!logs.hasStream(group, input.logStreamName)) throw streamNotFound();
  const { taken, rejected } = sort(events, clock.now(), group.retentionDays);
  const first = taken[0];
  if (first && (taken.at(-1) as Incoming).timeMs - first.timeMs > BATCH_SPAN_MS) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  if (first) logs.put(group, input.logStreamName, taken);
  return {
    nextSequenceToken: positionText({ timeMs: clock.now(), id: 0 }),
    ...(rejected && { rejectedLogEventsInfo: rejected }),
    ...(input.entity && { rejectedEntityInfo: { errorType: 'UnsupportedLogGroupType' } }),
  };
};

const incoming = ({ timestamp, message }: InputLogEvent): Incoming => ({
  timeMs: timestamp as number,
  message: message as string,
});

function checkSize(events: readonly Incoming[]): void {
  let bytes = 0;
  for (const { message } of events) {
    const size = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    if (size > MOST_BYTES) {
      throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${MOST_BYTES}`);
    }
    bytes += size;
  }
  if (bytes > MOST_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
  }
}

/** Those that lie in the time that is taken, and which do not. */
function sort(
  events: readonly Incoming[],
  nowMs: number,
  retentionDays: number | undefined,
): { taken: Incoming[]; rejected: RejectedLogEventsInfo | undefined } {
  const keptMs = retentionDays === undefined ? 0 : nowMs - retentionDays * DAY_MS;
  const tooOld = events.filter(({ timeMs }) => timeMs < nowMs - OLDEST_MS).length;
  const expired = events.filter(({ timeMs }) => timeMs < keptMs).length;
  const tooNew = events.findIndex(({ timeMs }) => timeMs > nowMs + NEWEST_MS);
  const rejected = {
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
  };
  return {
    taken: events.slice(Math.max(tooOld, expired), tooNew < 0 ? undefined : tooNew),
    rejected: Object.keys(rejected).length > 0 ? rejected : undefined,
  };
}
