import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type LogsStack, openLogsStack } from './stack.ts';

let stack: LogsStack;
before(async () => {
  stack = await openLogsStack();
});
after(() => stack[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;

async function stream(logGroupName: string, logStreamName = 's'): Promise<void> {
  await stack.client.send(new CreateLogGroupCommand({ logGroupName })).catch(() => undefined);
  await stack.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
}

const put = (
  logGroupName: string,
  events: readonly [timestamp: number, message: string][],
  logStreamName = 's',
) =>
  stack.client.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: events.map(([timestamp, message]) => ({ timestamp, message })),
    }),
  );

test('events come back in order of time, those of one time in order of arrival', async () => {
  await stream('order');
  const now = Date.now();
  await put('order', [
    [now - 5, 'second'],
    [now - 5, 'third'],
  ]);
  await put('order', [
    [now - 9, 'first'],
    [now, 'last'],
  ]);
  const { events } = await stack.client.send(
    new GetLogEventsCommand({ logGroupName: 'order', logStreamName: 's', startFromHead: true }),
  );
  assert.deepEqual(
    events?.map(({ message }) => message),
    ['first', 'second', 'third', 'last'],
  );
  assert.ok((events?.[0]?.ingestionTime ?? 0) >= now);
});

test('GetLogEvents goes both ways, and the tokens repeat at the ends', async () => {
  await stream('pages');
  const now = Date.now();
  await put(
    'pages',
    Array.from({ length: 10 }, (_, n) => [now + n, `m${n}`] as [number, string]),
  );
  const page = async (more: { nextToken?: string; startFromHead?: boolean; limit?: number }) => {
    const found = await stack.client.send(
      new GetLogEventsCommand({ logGroupName: 'pages', logStreamName: 's', limit: 4, ...more }),
    );
    return { ...found, text: found.events?.map(({ message }) => message).join(' ') };
  };
  const latest = await page({});
  assert.equal(latest.text, 'm6 m7 m8 m9');
  const before = await page({ nextToken: latest.nextBackwardToken as string });
  assert.equal(before.text, 'm2 m3 m4 m5');
  const first = await page({ nextToken: before.nextBackwardToken as string });
  assert.equal(first.text, 'm0 m1');
  const none = await page({ nextToken: first.nextBackwardToken as string });
  assert.equal(none.text, '');
  assert.equal(none.nextBackwardToken, first.nextBackwardToken);
  assert.equal((await page({ nextToken: none.nextForwardToken as string })).text, 'm0 m1 m2 m3');

  const end = await page({ nextToken: latest.nextForwardToken as string });
  assert.equal(end.text, '');
  assert.equal(end.nextForwardToken, latest.nextForwardToken);
  await put('pages', [[now + 10, 'm10']]);
  assert.equal((await page({ nextToken: end.nextForwardToken as string })).text, 'm10');
  assert.equal((await page({ nextToken: end.nextBackwardToken as string, limit: 1 })).text, 'm9');
  await assert.rejects(page({ nextToken: 'invalid' }), {
    name: 'InvalidParameterException',
    message: 'The specified nextToken is invalid.',
  });
});

test('times in a range: the end is open for GetLogEvents, closed for FilterLogEvents', async () => {
  await stream('range');
  const now = Date.now();
  await put('range', [
    [now, 'a'],
    [now + 1, 'b'],
    [now + 2, 'c'],
  ]);
  const range = { logGroupName: 'range', startTime: now + 1, endTime: now + 2 };
  const got = await stack.client.send(new GetLogEventsCommand({ ...range, logStreamName: 's' }));
  assert.deepEqual(
    got.events?.map(({ message }) => message),
    ['b'],
  );
  const filtered = await stack.client.send(new FilterLogEventsCommand(range));
  assert.deepEqual(
    filtered.events?.map(({ message }) => message),
    ['b', 'c'],
  );
});

test('what does not lie in the time that is taken is rejected by index', async () => {
  await stream('times');
  const now = Date.now();
  const old = await put('times', [
    [now - 15 * 24 * HOUR_MS, 'too old'],
    [now, 'good'],
  ]);
  assert.deepEqual(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
  const ahead = await put('times', [
    [now, 'good'],
    [now + 3 * HOUR_MS, 'too new'],
  ]);
  assert.deepEqual(ahead.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 1 });
  await stack.client.send(new PutRetentionPolicyCommand({ logGroupName: 'times', retentionInDays: 1 }));
  const expired = await put('times', [[now - 30 * HOUR_MS, 'expired']]);
  assert.deepEqual(expired.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
  const { events } = await stack.client.send(new FilterLogEventsCommand({ logGroupName: 'times' }));
  assert.deepEqual(
    events?.map(({ message }) => message),
    ['good', 'good'],
  );
});

test('a batch that is too much, out of order or too long is refused', async () => {
  await stream('batch');
  const now = Date.now();
  const refused = (events: [number, string][], message: string | RegExp) =>
    assert.rejects(put('batch', events), { name: 'InvalidParameterException', message });
  await refused(
    [
      [now, 'b'],
      [now - 1, 'a'],
    ],
    'Log events in a single PutLogEvents request must be in chronological order.',
  );
  await refused(
    [
      [now - 25 * HOUR_MS, 'a'],
      [now, 'b'],
    ],
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  );
  const half = 'x'.repeat(524_288);
  await refused(
    [
      [now, half],
      [now, half],
    ],
    'Upload too large: 1048628 bytes exceeds limit of 1048576',
  );
  await refused([], /^1 validation error detected: Value '.*' at 'logEvents' failed to satisfy constraint/);
  await assert.rejects(put('none', [[now, 'a']]), {
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
  await assert.rejects(put('batch', [[now, 'a']], 'none'), {
    message: 'The specified log stream does not exist.',
  });
});

test('FilterLogEvents searches streams with a pattern, page by page', async () => {
  for (const name of ['a/1', 'a/2', 'b/1']) await stream('filter', name);
  const now = Date.now();
  for (let n = 0; n < 6; n++) {
    const name = ['a/1', 'a/2', 'b/1'][n % 3] as string;
    await put('filter', [[now + n, JSON.stringify({ n, level: n % 2 ? 'ERROR' : 'INFO' })]], name);
  }
  const all = async (input: object) => {
    const found: string[] = [];
    let pages = 0;
    let nextToken: string | undefined;
    do {
      const page: FilterLogEventsCommandOutput = await stack.client.send(
        new FilterLogEventsCommand({ logGroupName: 'filter', ...input, ...(nextToken && { nextToken }) }),
      );
      pages++;
      for (const { message, eventId } of page.events ?? []) {
        assert.match(eventId ?? '', /^\d{56}$/);
        found.push(String(JSON.parse(message ?? '').n));
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return [found.join(''), pages];
  };
  assert.deepEqual(await all({}), ['012345', 1]);
  assert.deepEqual(await all({ limit: 4 }), ['012345', 2]);
  assert.deepEqual(await all({ filterPattern: '{ $.level = "ERROR" }' }), ['135', 1]);
  assert.deepEqual(await all({ logStreamNames: ['a/1', 'b/1'] }), ['0235', 1]);
  assert.deepEqual(await all({ logStreamNamePrefix: 'a/' }), ['0134', 1]);
  assert.deepEqual(
    await all({ logGroupName: undefined, logGroupIdentifier: 'filter', filterPattern: 'INFO' }),
    ['024', 1],
  );
  await assert.rejects(all({ filterPattern: 'a:b' }), { message: "Invalid character(s) in term ':'" });
  await assert.rejects(all({ logGroupIdentifier: 'filter' }), {
    name: 'ValidationException',
    message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
  });
});

test('what engines append is there at once; a deleted stream takes its events along', async () => {
  const { logs } = stack.telemetry;
  const name = { account: '111122223333', region: 'eu-west-1', group: '/aws/lambda/f' };
  const now = Date.now();
  logs.append({ ...name, stream: 'w1', events: [{ timeMs: now, message: 'START' }] });
  logs.append({ ...name, stream: 'w2', events: [{ timeMs: now, message: 'END' }] });
  const found = () => stack.client.send(new FilterLogEventsCommand({ logGroupName: name.group }));
  assert.deepEqual(
    (await found()).events?.map(({ message, logStreamName }) => `${logStreamName} ${message}`),
    ['w1 START', 'w2 END'],
  );
  await stack.client.send(new DeleteLogStreamCommand({ logGroupName: name.group, logStreamName: 'w1' }));
  await stack.client.send(new CreateLogStreamCommand({ logGroupName: name.group, logStreamName: 'w1' }));
  assert.deepEqual(
    (await found()).events?.map(({ message }) => message),
    ['END'],
  );
});

test('TestMetricFilter tells what matches and what is taken out', async () => {
  const { matches } = await stack.client.send(
    new TestMetricFilterCommand({
      filterPattern: '[ip, ..., status = 4*]',
      logEventMessages: ['127.0.0.1 - "GET / HTTP/1.1" 200', '10.0.0.1 - "GET /x HTTP/1.1" 404'],
    }),
  );
  assert.deepEqual(matches, [
    {
      eventNumber: 2,
      eventMessage: '10.0.0.1 - "GET /x HTTP/1.1" 404',
      extractedValues: { $ip: '10.0.0.1', $2: '-', $3: 'GET /x HTTP/1.1', $status: '404' },
    },
  ]);
});
