import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AsyncSettings } from '../hosted.ts';
import { notificationOf } from './notification.ts';
import type { AsyncRequest } from './request.ts';
import type { Ended } from './result.ts';

const settings: AsyncSettings = {
  output: { bucket: 'b', key: 'out' },
  successTopic: 'arn:well',
  errorTopic: 'arn:badly',
  responseIn: ['error'],
  concurrency: 1,
};
const request: AsyncRequest = {
  endpoint: 'e',
  endpointCreatedMs: 0,
  inferenceId: 'i',
  input: { location: 's3://b/in' },
  fields: { 'Content-Type': 'text/csv' },
  acceptedMs: Date.UTC(2026, 0, 1),
  expiresMs: 0,
  timeoutMs: 0,
  output: 's3://b/out/x.out',
  failure: 's3://b/bad/x.out',
};
const completed: Ended = {
  kind: 'completed',
  instance: 'i-1',
  contentType: 'text/csv',
  response: Buffer.from('1'),
  timing: {},
};
const failed: Ended = {
  kind: 'failed',
  step: 'model',
  reason: 'ClientError: it did not.',
  response: Buffer.from([0xff, 0xfe]),
  timing: {},
};
const tell = (result: Ended, more: Partial<AsyncSettings> = {}) =>
  notificationOf({ ...settings, ...more }, request, result, 'us-east-1', Date.UTC(2026, 0, 1, 1));

test('a success is told as SageMaker tells it', () => {
  const told = tell(completed);
  assert.equal(told?.topicArn, 'arn:well');
  assert.deepEqual(JSON.parse(told.message), {
    awsRegion: 'us-east-1',
    eventTime: '2026-01-01T01:00:00.000Z',
    receivedTime: '2026-01-01T00:00:00.000Z',
    invocationStatus: 'Completed',
    requestParameters: { contentType: 'text/csv', endpointName: 'e', inputLocation: 's3://b/in' },
    responseParameters: { contentType: 'text/csv', outputLocation: 's3://b/out/x.out' },
    inferenceId: 'i',
    eventVersion: '1.0',
    eventSource: 'aws:sagemaker',
    eventName: 'InferenceResult',
  });
});

test('a failure says why, with the answer where that is asked for', () => {
  const told = tell(failed);
  const message = JSON.parse(told?.message ?? '');
  assert.equal(told?.topicArn, 'arn:badly');
  assert.deepEqual([message.invocationStatus, message.failureReason], ['Failed', 'ClientError: it did not.']);
  assert.deepEqual(message.responseBody, { content: '//4=', encoding: 'BASE64' }, 'it is no text');
});

test('who has no topic hears nothing', () => {
  const { successTopic: _well, errorTopic: _badly, ...silent } = settings;
  assert.equal(notificationOf(silent, request, completed, 'us-east-1', 0), undefined);
  assert.equal(notificationOf(silent, request, failed, 'us-east-1', 0), undefined);
});
