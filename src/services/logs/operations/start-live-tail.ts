import type { LiveTailSessionLogEvent, StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import type { LogArrival } from '../../../engine/telemetry/index.ts';
import { type Pass, sleep } from '../../../kit/index.ts';
import { Fault } from '../../../wire/index.ts';
import type { LogsContext, LogsOperation } from '../context.ts';
import { invalidParameter } from '../faults.ts';
import { parseFilterPattern } from '../filter-pattern/pattern.ts';
import { LIVE_TAIL_BUFFER, LIVE_TAIL_EVENTS, LIVE_TAIL_MS, MOST_LIVE_TAILS } from '../limits.ts';
import { existing, groupArn, groupIdentified } from '../names.ts';

type Input = Parameters<LogsOperation<'StartLiveTail'>>[0];
type Wanted = (arrival: LogArrival) => LiveTailSessionLogEvent[];

/**
 * A stream of events: what was written in the second before, every second, for three hours at most.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
 */
export const startLiveTail: LogsOperation<'StartLiveTail'> = async (input, context) => {
  const wanted = await wantedOf(input, context);
  const pass = context.liveTails.tryEnter();
  if (!pass)
    throw new Fault('LimitExceededException', 400, `At most ${MOST_LIVE_TAILS} Live Tail sessions at once.`);
  // a stream that is never read from never ends by itself
  context.call.signal.addEventListener('abort', () => pass[Symbol.dispose](), { once: true });
  return { responseStream: session(input, context, wanted, pass) };
};

async function wantedOf(input: Input, context: LogsContext): Promise<Wanted> {
  const { logStreamNames, logStreamNamePrefixes, logEventFilterPattern = '' } = input;
  if (logStreamNames && logStreamNamePrefixes) {
    throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.');
  }
  if ((logStreamNames || logStreamNamePrefixes) && input.logGroupIdentifiers.length > 1) {
    throw invalidParameter('Log streams can be specified only when exactly one log group is specified.');
  }
  const pattern = parseFilterPattern(logEventFilterPattern);
  await context.logs.flush();
  const groups = new Map<string, string>();
  for (const identifier of input.logGroupIdentifiers) {
    const group = existing(context, groupIdentified(context.call, identifier));
    groups.set(groupArn(group), identifier);
  }
  const inStreams = (stream: string): boolean =>
    (logStreamNames?.includes(stream) ?? true) &&
    (logStreamNamePrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true);
  return ({ group, stream, events }) => {
    const arn = groupArn(group);
    if (!groups.has(arn) || !inStreams(stream)) return [];
    const matching = events.filter(({ message }) => pattern.match(message));
    return matching.map(({ timeMs, ingestionMs, message }) => ({
      logStreamName: stream,
      logGroupIdentifier: `${group.account}:${group.group}`,
      message,
      timestamp: timeMs,
      ingestionTime: ingestionMs,
    }));
  };
}

async function* session(
  input: Input,
  { logs, clock, ids, call }: LogsContext,
  wanted: Wanted,
  pass: Pass,
): AsyncGenerator<StartLiveTailResponseStream> {
  using _place = pass;
  let waiting: LiveTailSessionLogEvent[] = [];
  using _watch = logs.watch((arrival) => {
    waiting.push(...wanted(arrival));
    if (waiting.length > LIVE_TAIL_BUFFER) waiting = waiting.slice(-LIVE_TAIL_BUFFER);
  });
  const endMs = clock.now() + LIVE_TAIL_MS;
  const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = input;
  yield {
    sessionStart: {
      requestId: call.requestId,
      sessionId: ids.uuid(),
      logGroupIdentifiers,
      ...(logStreamNames && { logStreamNames }),
      ...(logStreamNamePrefixes && { logStreamNamePrefixes }),
      ...(logEventFilterPattern !== undefined && { logEventFilterPattern }),
    },
  };
  while (clock.now() < endMs) {
    if (!(await untilAborted(sleep(clock, 1000, call.signal)))) return;
    const sampled = waiting.length > LIVE_TAIL_EVENTS;
    const sessionResults = sampled ? sample(waiting) : waiting;
    waiting = [];
    yield { sessionUpdate: { sessionMetadata: { sampled }, sessionResults } };
  }
  const message = 'The Live Tail session timed out.';
  yield { SessionTimeoutException: { message } } as unknown as StartLiveTailResponseStream;
}

/** As many as one update may hold, evenly chosen. */
const sample = (events: readonly LiveTailSessionLogEvent[]): LiveTailSessionLogEvent[] =>
  Array.from(
    { length: LIVE_TAIL_EVENTS },
    (_, index) => events[Math.floor((index * events.length) / LIVE_TAIL_EVENTS)] as LiveTailSessionLogEvent,
  );

/** Waits; false when the caller went away. */
const untilAborted = (wait: Promise<void>): Promise<boolean> =>
  wait.then(
    () => true,
    () => false,
  );
