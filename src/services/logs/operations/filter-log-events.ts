import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent, LogQuery, LogStore, Position } from '../../../engine/telemetry/index.ts';
import type { LogsOperation } from '../context.ts';
import { invalidParameter } from '../faults.ts';
import type { FilterPattern } from '../filter-pattern/filter-pattern.ts';
import { parseFilterPattern } from '../filter-pattern/pattern.ts';
import { MOST_BYTES, MOST_EVENTS } from '../limits.ts';
import { existing, groupMeant } from '../names.ts';
import { positionText, readToken, writeToken } from '../translate/position.ts';

/** Events looked at for one answer: a page may be empty and still not the last. */
const MOST_SEARCHED = 50_000;
/** Events looked at before waiting requests are served. */
const SLICE = 1_000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents: LogsOperation<'FilterLogEvents'> = async (input, context) => {
  const {
    logStreamNames,
    logStreamNamePrefix,
    startTime = 0,
    endTime,
    filterPattern = '',
    nextToken,
  } = input;
  const { logs, clock } = context;
  const meant = groupMeant(context.call, input);
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter('LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.');
  }
  if (endTime !== undefined && endTime < startTime) {
    throw invalidParameter('startTime must be less than or equal to endTime.');
  }
  const pattern = parseFilterPattern(filterPattern);
  const beyond = nextToken === undefined ? undefined : readToken<Position>(nextToken, clock.now());
  await logs.flush();
  const group = existing(context, meant);
  const streams =
    logStreamNames ?? (logStreamNamePrefix === undefined ? undefined : { prefix: logStreamNamePrefix });
  const query = {
    group,
    ...(streams && { streams }),
    fromMs: startTime,
    toMs: endTime ?? Number.MAX_SAFE_INTEGER,
    order: 'ascending' as const,
    ...(beyond && { beyond }),
  };
  const { found, more } = await search(logs, query, pattern, input.limit ?? MOST_EVENTS);
  return {
    events: found.map(shown),
    searchedLogStreams: [],
    ...(more && { nextToken: writeToken({ timeMs: more.timeMs, id: more.id }, clock.now()) }),
  };
};

/** Looks through the events until an answer is full; `more` is where to go on when there may be further ones. */
async function search(
  logs: LogStore,
  query: Omit<LogQuery, 'limit'>,
  pattern: FilterPattern,
  limit: number,
): Promise<{ found: LogEvent[]; more?: Position }> {
  const found: LogEvent[] = [];
  let bytes = 0;
  let beyond = query.beyond;
  for (let searched = 0; searched < MOST_SEARCHED; searched += SLICE) {
    const events = await logs.read({ ...query, ...(beyond && { beyond }), limit: SLICE });
    for (const [index, event] of events.entries()) {
      if (!pattern.match(event.message)) continue;
      bytes += Buffer.byteLength(event.message);
      if (bytes > MOST_BYTES && found.length > 0)
        return { found, more: events[index - 1] ?? (beyond as Position) };
      found.push(event);
      const last = index === events.length - 1 && events.length < SLICE;
      if (found.length === limit) return last ? { found } : { found, more: event };
    }
    if (events.length < SLICE) return { found };
    beyond = events.at(-1) as Position;
    await new Promise(setImmediate);
  }
  return { found, more: beyond as Position };
}

const shown = (event: LogEvent): FilteredLogEvent => ({
  logStreamName: event.stream,
  timestamp: event.timeMs,
  message: event.message,
  ingestionTime: event.ingestionMs,
  eventId: positionText(event),
});
