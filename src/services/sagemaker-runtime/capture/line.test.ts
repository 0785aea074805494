import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureSettings } from '../hosted.ts';
import { captureKey, captureLine } from './line.ts';

const settings: CaptureSettings = {
  samplingPercentage: 100,
  destination: { bucket: 'b', key: '' },
  input: true,
  output: true,
  csvTypes: ['text/csv'],
  jsonTypes: ['application/json'],
};
const payload = (contentType: string | undefined, text: string) => ({ contentType, data: Buffer.from(text) });
const captured = {
  timeMs: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
  input: payload('Text/CSV; charset=utf-8', 'ä,1\n'),
  output: payload(undefined, '\u0000'),
};

test('a line is one line, whatever was said in it', () => {
  const line = captureLine(settings, captured, 'event');
  assert.equal(line.indexOf('\n'), line.length - 1);
  assert.deepEqual(JSON.parse(line), {
    captureData: {
      endpointInput: {
        observedContentType: 'Text/CSV; charset=utf-8',
        mode: 'INPUT',
        data: 'ä,1\n',
        encoding: 'CSV',
      },
      endpointOutput: {
        observedContentType: 'application/octet-stream',
        mode: 'OUTPUT',
        data: 'AA==',
        encoding: 'BASE64',
      },
    },
    eventMetadata: { eventId: 'event', inferenceTime: '2026-02-03T04:05:06Z' },
    eventVersion: '0',
  });
});

test('a part of a larger buffer is captured alone', () => {
  const large = Buffer.from('before[1]after');
  const input = {
    contentType: 'application/json',
    data: new Uint8Array(large.buffer, large.byteOffset + 6, 3),
  };
  const { captureData } = JSON.parse(
    captureLine({ ...settings, output: false }, { ...captured, input }, 'e'),
  );
  assert.deepEqual(Object.keys(captureData), ['endpointInput']);
  assert.equal(captureData.endpointInput.data, '[1]');
  assert.equal(captureData.endpointInput.encoding, 'JSON');
});

test('files lie by endpoint, variant and hour', () => {
  const file = '2026/02/03/04/05-06-789-id.jsonl';
  assert.equal(captureKey('a/b/', 'e', 'v', captured.timeMs, 'id'), `a/b/e/v/${file}`);
  assert.equal(captureKey('', 'e', 'v', captured.timeMs, 'id'), `e/v/${file}`);
});
