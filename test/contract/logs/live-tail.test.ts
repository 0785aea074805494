import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { openLogsStack } from './stack.ts';

test('Live Tail sends what is written from now on and matches', async () => {
  await using stack = await openLogsStack();
  const group = { account: '111122223333', region: 'eu-west-1', group: 'tailed' };
  const { client } = stack;
  await client.send(new CreateLogGroupCommand({ logGroupName: 'tailed' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: 'tailed', logStreamName: 's' }));
  const logGroupIdentifiers = ['arn:aws:logs:eu-west-1:111122223333:log-group:tailed'];
  const { responseStream } = await client.send(
    new StartLiveTailCommand({ logGroupIdentifiers, logEventFilterPattern: 'ERROR' }),
  );
  const seen: string[] = [];
  for await (const event of responseStream ?? []) {
    if (event.sessionStart) {
      assert.deepEqual(event.sessionStart.logGroupIdentifiers, logGroupIdentifiers);
      const now = Date.now();
      const logEvents = [
        { timestamp: now, message: 'ERROR put' },
        { timestamp: now, message: 'INFO put' },
      ];
      await client.send(new PutLogEventsCommand({ logGroupName: 'tailed', logStreamName: 's', logEvents }));
      stack.telemetry.logs.append({
        ...group,
        stream: 't',
        events: [{ timeMs: now, message: 'ERROR appended' }],
      });
    }
    for (const { message, logStreamName, logGroupIdentifier } of event.sessionUpdate?.sessionResults ?? []) {
      assert.equal(logGroupIdentifier, '111122223333:tailed');
      seen.push(`${logStreamName} ${message}`);
    }
    if (seen.length >= 2) break;
  }
  assert.deepEqual(seen.sort(), ['s ERROR put', 't ERROR appended']);
});

test('Live Tail of a group that is not there is refused', async () => {
  await using stack = await openLogsStack();
  await assert.rejects(stack.client.send(new StartLiveTailCommand({ logGroupIdentifiers: ['none'] })), {
    name: 'ResourceNotFoundException',
  });
});
