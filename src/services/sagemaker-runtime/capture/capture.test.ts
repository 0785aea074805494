import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricSample } from '../../../engine/telemetry/index.ts';
import { randomIds, silent, StandingClock } from '../../../kit/index.ts';
import { Fault } from '../../../wire/index.ts';
import type { HostedEndpoint } from '../hosted.ts';
import { CAPTURE_BUFFER_BYTES, CAPTURE_FLUSH_MS } from '../limits.ts';
import { DataCapture } from './capture.ts';

const place = { account: '000000000000', region: 'us-east-1' };
const endpoint = (name: string, deployment = 'd'): HostedEndpoint => ({
  name,
  createdMs: 0,
  deployment,
  components: false,
  roles: new Map([['v', 'arn:role']]),
  capture: {
    samplingPercentage: 25,
    destination: { bucket: 'b', key: 'p' },
    input: true,
    output: true,
    csvTypes: [],
    jsonTypes: ['t/x'],
  },
});
const payload = (text: string) => ({ contentType: 't/x', data: Buffer.from(text) });

/** A capture whose files go to a list, as S3 would have them. */
function open(refuse = false) {
  const clock = new StandingClock();
  const files: { key: string; lines: string[] }[] = [];
  const samples: MetricSample[] = [];
  const capture = new DataCapture({
    clock,
    ids: randomIds,
    log: silent,
    metrics: { record: (sample) => samples.push(sample) },
    random: () => 0.3,
    background: (_name, work) => void work,
    hosted: {
      find: () => undefined,
      asynchronous: () => [],
      locate: () => undefined,
      session: () => ({ kind: 'assumed-role', account: place.account, arn: 'a', userId: 'u' }),
    },
    inside: {
      async call<Output>({ input }: { input: object }): Promise<Output> {
        if (refuse) throw new Fault('AccessDenied', 403, 'no');
        const { Key, Body } = input as { Key: string; Body: AsyncIterable<Buffer> };
        let text = '';
        for await (const piece of Body) text += piece;
        files.push({ key: Key, lines: text.trimEnd().split('\n') });
        return {} as Output;
      },
    },
  });
  const put = (name: string, data = 'x', hosted = endpoint(name)) =>
    capture.add(place, hosted, 'v', { timeMs: clock.now(), input: payload(data), output: payload('y') });
  return { capture, clock, files, samples, put };
}

const counted = (samples: readonly MetricSample[], name: string): number =>
  samples.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0);

test('a share of the requests', () => {
  const { capture } = open();
  const { capture: settings } = endpoint('e') as Required<HostedEndpoint>;
  assert.equal(capture.samples(settings), false);
  assert.equal(capture.samples({ ...settings, samplingPercentage: 31 }), true);
  assert.equal(capture.samples({ ...settings, samplingPercentage: 0 }), false);
});

test('one file for each endpoint and hour, when its time has come', async () => {
  const { capture, clock, files, put } = open();
  const a = endpoint('a');
  put('a', '1', a);
  put('a', '2', a);
  put('b');
  clock.advance(CAPTURE_FLUSH_MS - 1);
  assert.equal(files.length, 0);
  clock.advance(1);
  await capture.flush();
  assert.deepEqual(
    files.map(({ key, lines }) => [key.split('/').slice(0, 3).join('/'), lines.length]),
    [
      ['p/a/v', 2],
      ['p/b/v', 1],
    ],
  );
  put('a', '3', a);
  put('a', '4', endpoint('a', 'next'));
  clock.advance(3_600_000);
  put('a', '5', a);
  await capture[Symbol.asyncDispose]();
  assert.equal(files.length, 5, 'what is left is written at the end, each hour and each deployment apart');
});

test('memory is bounded: what there is no room for is dropped and counted', async () => {
  const { capture, files, samples, put } = open();
  const a = endpoint('a');
  const megabyte = 'x'.repeat(1024 * 1024);
  const most = CAPTURE_BUFFER_BYTES / megabyte.length;
  for (let n = 0; n < most + 10; n++) put('a', megabyte, a);
  await capture.flush();
  const written = files[0]?.lines.length ?? 0;
  assert.ok(written === most - 1, `${written} of ${most}`);
  assert.equal(counted(samples, 'DataCaptureDroppedRecords'), 11);
  assert.equal(counted(samples, 'DataCaptureRecords'), written);
  put('a', megabyte, a);
  await capture.flush();
  assert.equal(files.length, 2, 'there is room again');
});

test('what S3 refuses is counted as dropped, and makes room', async () => {
  const { capture, samples, put } = open(true);
  for (let n = 0; n < 3; n++) put('a', 'x', endpoint('a'));
  await capture.flush();
  assert.equal(counted(samples, 'DataCaptureDroppedRecords'), 3);
  assert.equal(counted(samples, 'DataCaptureRecords'), 0);
});
