import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../src/wire/index.ts';
import { run, without } from '../../other-clients.ts';
import { CREDENTIALS, serve, TESTER } from './serving.ts';

const SCRIPT = fileURLToPath(new URL('boto3_calls.py', import.meta.url));

async function* parts() {
  yield { PayloadPart: { Bytes: Buffer.from('one') } };
  yield { PayloadPart: { Bytes: Buffer.from('two') } };
}

const objects = new Map<string, Buffer>();
const HANDLERS = {
  sagemaker: {
    CreateEndpoint: (input: { EndpointName: string }) => ({ EndpointArn: `arn/${input.EndpointName}` }),
  },
  'sagemaker-runtime': {
    InvokeEndpoint: (input: { EndpointName: string; Body: Buffer; ContentType: string }) => {
      if (input.EndpointName === 'broken')
        throw new Fault('ModelError', 424, 'it failed', { members: { OriginalStatusCode: 500 } });
      return { Body: input.Body, ContentType: input.ContentType };
    },
    InvokeEndpointWithResponseStream: () => ({ Body: parts(), ContentType: 'text/plain' }),
  },
  'api-gateway': { GetTags: (input: { resourceArn: string }) => ({ tags: { arn: input.resourceArn } }) },
  sts: { GetCallerIdentity: () => ({ Arn: TESTER.arn, Account: TESTER.account, UserId: TESTER.userId }) },
  cloudwatch: {
    PutMetricData: (input: { MetricData: { Value: number }[] }) => {
      assert.equal(input.MetricData.length, 200);
      assert.equal(input.MetricData[199]?.Value, 1.5);
    },
    ListMetrics: () => ({ Metrics: [{ Namespace: 'n', MetricName: 'm', Dimensions: [] }] }),
  },
  iam: {
    GetUser: () => {
      throw new Fault('NoSuchEntity', 404, 'The user with name nobody cannot be found.');
    },
  },
  s3: {
    async PutObject(input: { Key: string; Body: Readable }) {
      objects.set(input.Key, Buffer.concat(await input.Body.toArray()));
      return { ETag: '"e"' };
    },
    GetObject(input: { Key: string }) {
      const bytes = objects.get(input.Key);
      if (!bytes) throw new Fault('NoSuchKey', 404, 'The specified key does not exist.');
      return { Body: bytes, ContentLength: bytes.length };
    },
    HeadObject: () => {
      throw new Fault('NotFound', 404, 'Not Found');
    },
  },
};

test('boto3 speaks to every protocol of the wire', {
  skip: without.boto3,
}, async () => {
  await using served = await serve(HANDLERS);
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const { stdout } = await run('python3', [SCRIPT, served.endpoint, accessKeyId, secretAccessKey]);
  const unsatisfied =
    "1 validation error detected: Value '-' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";
  assert.deepEqual(JSON.parse(stdout), {
    create: 'arn/e',
    invoke: ['1,2\n', 'text/csv'],
    stream: ['one', 'two'],
    tags: { arn: 'arn:aws:apigateway:eu-west-1::/restapis/abc' },
    identity: TESTER.arn,
    metrics: ['m'],
    object: 'bytes',
    validation: ['ValidationException', unsatisfied, 400, true, 'ClientError'],
    modelled: ['ModelError', 'it failed', 424, true, 'ModelError'],
    missing: [
      'NoSuchEntity',
      'The user with name nobody cannot be found.',
      404,
      true,
      'NoSuchEntityException',
    ],
    unbuilt: [
      'NotImplemented',
      'The operation DeleteEndpoint of sagemaker is not implemented.',
      501,
      true,
      'ClientError',
    ],
    key: ['NoSuchKey', 'The specified key does not exist.', 404, true, 'NoSuchKey'],
    head: ['404', 'Not Found', 404, true, 'ClientError'],
  });
});
