import type { LogEvent } from '../../../engine/telemetry/index.ts';
import type { LogsOperation } from '../context.ts';
import { invalidParameter, streamNotFound } from '../faults.ts';
import { MOST_BYTES, MOST_EVENTS } from '../limits.ts';
import { existing, groupMeant } from '../names.ts';
import { readStreamToken, type StreamToken, writeStreamToken } from '../translate/position.ts';

/**
 * A page of one stream. The tokens are never missing; at either end of the stream the one handed in comes back.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents: LogsOperation<'GetLogEvents'> = async (input, context) => {
  const {
    logStreamName,
    startTime = 0,
    endTime,
    nextToken,
    limit = MOST_EVENTS,
    startFromHead = false,
  } = input;
  const meant = groupMeant(context.call, input);
  if (endTime !== undefined && endTime < startTime) {
    throw invalidParameter('startTime must be less than or equal to endTime.');
  }
  const token = nextToken === undefined ? undefined : readStreamToken(nextToken);
  await context.logs.flush();
  const group = existing(context, meant);
  if (!context.logs.hasStream(group, logStreamName)) throw streamNotFound();
  const forward = token ? token.way === 'f' : startFromHead;
  const found = await context.logs.read({
    group,
    streams: [logStreamName],
    fromMs: startTime,
    toMs: endTime === undefined ? Number.MAX_SAFE_INTEGER : endTime - 1,
    order: forward ? 'ascending' : 'descending',
    ...(token && { beyond: token.position }),
    limit,
  });
  const events = whatFits(found);
  if (!forward) events.reverse();
  const { forwards, backwards } = around(events, token, startTime);
  return {
    events: events.map(({ timeMs, message, ingestionMs }) => ({
      timestamp: timeMs,
      message,
      ingestionTime: ingestionMs,
    })),
    nextForwardToken: writeStreamToken(forwards),
    nextBackwardToken: writeStreamToken(backwards),
  };
};

/** As many as one answer may hold, at least one. */
function whatFits(events: readonly LogEvent[]): LogEvent[] {
  let bytes = 0;
  const beyond = events.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message);
    return bytes > MOST_BYTES && index > 0;
  });
  return events.slice(0, beyond < 0 ? undefined : beyond);
}

/** Where to read on from a page, both ways. From an empty page one goes on from where it was looked for. */
function around(
  events: readonly LogEvent[],
  token: StreamToken | undefined,
  startTime: number,
): { forwards: StreamToken; backwards: StreamToken } {
  const first = events[0];
  const last = events.at(-1);
  if (first && last)
    return { forwards: { way: 'f', position: last }, backwards: { way: 'b', position: first } };
  const { timeMs, id } = token?.position ?? { timeMs: startTime, id: 0 };
  // a place is itself left out on the way it was handed in for, so the other way begins one beside it
  return {
    forwards: { way: 'f', position: { timeMs, id: token?.way === 'b' ? id - 1 : id } },
    backwards: { way: 'b', position: { timeMs, id: token?.way === 'f' ? id + 1 : id } },
  };
}
