/** A reset while everything runs: at once, whole, and a clean slate behind it. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  CreateLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startPostern, type TestPostern } from '../postern.ts';
import { signV4 } from './sign.ts';

let postern: TestPostern;
before(async () => {
  postern = await startPostern();
});
after(() => postern[Symbol.asyncDispose]());

async function reset(
  change: (headers: Record<string, string>) => Record<string, string> = (headers) => headers,
) {
  const { credentials } = postern.client;
  const url = `${postern.url}/_postern/reset`;
  const signed = signV4({
    method: 'POST',
    url,
    service: 'postern',
    body: '',
    credentials,
    timeMs: Date.now(),
  });
  const started = performance.now();
  const answer = await fetch(url, { method: 'POST', headers: change({ ...signed.headers }) });
  await answer.text();
  return { status: answer.status, tookMs: performance.now() - started };
}

test('only the root user resets', async () => {
  const iam = new IAMClient(postern.client);
  await iam.send(new CreateUserCommand({ UserName: 'kept' }));
  assert.equal((await reset(() => ({}))).status, 403);
  const guessed = (headers: Record<string, string>) => ({
    ...headers,
    authorization: `${headers['authorization']}0`,
  });
  assert.equal((await reset(guessed)).status, 403);
  assert.deepEqual(
    (await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName),
    ['kept'],
  );
});

test('a web page elsewhere resets nothing, also where IAM is off', async () => {
  await using open = await startPostern(['--iam', 'off']);
  const reset = (origin: string) =>
    fetch(`${open.client.endpoint}/_postern/reset`, { method: 'POST', headers: { origin } });
  assert.equal((await reset('https://example.com')).status, 403);
  assert.equal((await reset(open.client.endpoint)).status, 200);
});

test('a reset amid requests is quick, loses no server, and leaves nothing', async () => {
  const config = { ...postern.client, maxAttempts: 1 };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const [iam, logs] = [new IAMClient(config), new CloudWatchLogsClient(config)];
  const Body = Buffer.alloc(200_000);
  let over = false;
  const failures: string[] = [];
  const busy = [
    (n: number) => s3.send(new CreateBucketCommand({ Bucket: `bucket-${n}` })),
    (n: number) => s3.send(new PutObjectCommand({ Bucket: `bucket-${n % 5}`, Key: 'k', Body })),
    (n: number) => iam.send(new CreateUserCommand({ UserName: `user-${n}` })),
    (n: number) => logs.send(new CreateLogGroupCommand({ logGroupName: `group-${n}` })),
    () => logs.send(new DescribeLogGroupsCommand({})),
  ].map(async (work) => {
    for (let n = 0; !over; n++) {
      await work(n).catch(
        ({ name, $metadata }: { name: string; $metadata?: { httpStatusCode?: number } }) => {
          if (($metadata?.httpStatusCode ?? 500) >= 500) failures.push(name);
        },
      );
    }
  });
  const took: number[] = [];
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { status, tookMs } = await reset();
    assert.equal(status, 200);
    took.push(tookMs);
  }
  over = true;
  await Promise.all(busy);
  assert.deepEqual(failures, [], 'what ran meanwhile was answered by the old world or the new');
  assert.ok(
    Math.min(...took) < 1000,
    `amid requests of this very process, resets took ${took.map(Math.round).join(', ')} ms`,
  );

  const atRest = [await reset(), await reset(), await reset()].map(({ tookMs }) => tookMs);
  assert.ok(Math.min(...atRest) < 200, `resets at rest took ${atRest.map(Math.round).join(', ')} ms`);
  assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
  assert.deepEqual((await iam.send(new ListUsersCommand({}))).Users, []);
  await s3.send(new CreateBucketCommand({ Bucket: 'after' }));
  await generations(1);
});

/** Resolves when so many generations of data are left: those before are deleted behind the answer. */
async function generations(count: number): Promise<void> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 100; attempt++) {
    left = (await readdir(postern.state)).filter((name) => name.startsWith('data-'));
    if (left.length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`left: ${left.join(', ')}`);
}
