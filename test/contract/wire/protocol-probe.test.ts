import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runProbe } from './smithy/probe-process.ts';

const MODEL = fileURLToPath(new URL('smithy/weather.json', import.meta.url));

/** An answer, as far as these tests look. */
interface Answer {
  readonly id?: unknown;
  readonly failure?: string;
  readonly error?: { readonly code: string; readonly status: number };
  readonly response?: { readonly status: number; readonly headers: object; readonly body: string };
  readonly services?: readonly { readonly operations: number }[];
  readonly status?: number;
  readonly body?: string;
  readonly bodyEncoding?: string;
}

function ask(...lines: object[]): Promise<Answer[]> {
  return runProbe<Answer>(['--model', MODEL, '--protocol', 'restJson1'], lines);
}

const FORECAST = {
  kind: 'request',
  method: 'POST',
  uri: '/forecast',
  headers: { 'Content-Type': 'application/json' },
};

test('requests find their operation, also that of a resource; mixed-in and applied traits count; defaults are filled in', async () => {
  const answers = await ask(
    {
      id: 1,
      kind: 'request',
      method: 'GET',
      uri: '/cities/New%20Ulm?since=Tue%2C%2029%20Apr%202014%2018%3A30%3A38%20GMT',
    },
    { id: 'two', ...FORECAST, body: '{"city":"Ulm","days":3}' },
    { protocol: 'awsQuery', method: 'POST', uri: '/', body: 'Action=Forecast&city=Ulm&days=2' },
  );
  assert.deepEqual(answers, [
    { id: 1, operation: 'GetCity', input: { name: 'New Ulm', since: 1398796238 } },
    { id: 'two', operation: 'Forecast', input: { city: 'Ulm', sky: 'clear', days: 3 } },
    { operation: 'Forecast', input: { city: 'Ulm', sky: 'clear', days: 2 } },
  ]);
});

test('what is wrong is told as Smithy tells it, with the response', async () => {
  const [invalid, malformed, unknown, type] = await ask(
    { ...FORECAST, body: '{"city":"Ulm","days":30}' },
    { ...FORECAST, body: '{"city":7}' },
    { kind: 'request', method: 'DELETE', uri: '/forecast' },
    { ...FORECAST, headers: { 'content-type': 'text/plain' }, body: '{"city":"Ulm"}' },
  );
  const message = "Value at '/days' failed to satisfy constraint: Member must be between 1 and 14, inclusive";
  const response = invalid?.response;
  assert.ok(response);
  assert.equal(response.status, 400);
  assert.ok(
    Object.entries(response.headers).some(
      (entry) => entry.join(': ').toLowerCase() === 'x-amzn-errortype: validationexception',
    ),
  );
  assert.deepEqual(JSON.parse(response.body), {
    message: `1 validation error detected. ${message}`,
    fieldList: [{ path: '/days', message }],
  });
  assert.equal(malformed?.error?.code, 'SerializationException');
  assert.equal(unknown?.error?.status, 404);
  assert.equal(type?.error?.status, 415);
});

test('outputs and errors become responses, in every protocol', async () => {
  const output = { name: 'Ulm', founded: -3512937600, arms: 'white', temperatures: [1.5, 'NaN'] };
  const [json, xml, cbor, error] = await ask(
    { operation: 'GetCity', output },
    { protocol: 'aws.protocols#restXml', operation: 'example.weather#GetCity', output },
    { protocol: 'rpcv2Cbor', operation: 'GetCity', output: { name: 'Ulm' } },
    { operation: 'GetCity', error: 'example.weather#NoSuchCity', message: 'No', params: { city: 'Um' } },
  );
  assert.deepEqual(JSON.parse(json?.body ?? ''), { ...output, population: 0, arms: 'd2hpdGU=' });
  assert.equal(
    xml?.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<GetCityOutput xmlns="urn:weather"><name>Ulm</name><population>0</population>' +
      '<founded>1858-09-06T00:00:00Z</founded><arms>d2hpdGU=</arms>' +
      '<temperatures><member>1.5</member><member>NaN</member></temperatures></GetCityOutput>',
  );
  assert.deepEqual([cbor?.body, cbor?.bodyEncoding], ['omRuYW1lY1VsbWpwb3B1bGF0aW9uAA==', 'base64']);
  assert.deepEqual([error?.status, JSON.parse(error?.body ?? '')], [404, { message: 'No', city: 'Um' }]);
});

test('a model may come on a line; a line that is wrong does not end the probe', async () => {
  const model = JSON.parse(readFileSync(MODEL, 'utf8')) as object;
  const answers = await runProbe<Answer>(
    [],
    [
      { id: 1, uri: '/forecast' },
      { id: 2, model, service: 'Weather', protocol: 'awsJson1_1' },
      { id: 3, operation: 'Nothing', output: {} },
      {
        id: 4,
        method: 'POST',
        uri: '/',
        headers: { 'X-Amz-Target': 'Weather.GetCity' },
        body: '{"name":"Ulm"}',
      },
    ],
  );
  assert.match(answers[0]?.failure ?? '', /No model/);
  assert.equal(answers[1]?.services?.[0]?.operations, 2);
  assert.match(answers[2]?.failure ?? '', /Nothing/);
  assert.deepEqual(answers[3], { id: 4, operation: 'GetCity', input: { name: 'Ulm' } });
});
