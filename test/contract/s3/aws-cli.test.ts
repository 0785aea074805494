import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { clientEnvironment, openStack } from './stack.ts';

const skip = without.cli;

async function open(context: TestContext) {
  const { url, stateDirectory, s3 } = await openStack(context);
  const env = clientEnvironment(url, stateDirectory);
  const home = join(stateDirectory, 'files');
  await mkdir(join(home, 'tree', 'deep'), { recursive: true });
  const aws = async (...args: string[]) => (await run('aws', args, { env, cwd: home })).stdout;
  const piped = (input: Buffer | undefined, ...args: string[]) => {
    const child: ChildProcess = spawn('aws', args, { env, cwd: home, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin?.end(input);
    return text(child.stdout as never);
  };
  return { aws, piped, home, s3, url };
}

test('aws s3 copies 20 MB there and back, and through pipes', { skip }, async (context) => {
  const { aws, piped, home } = await open(context);
  await aws('s3', 'mb', 's3://cli');
  const content = randomBytes(20_000_000);
  await writeFile(join(home, 'large'), content);
  await aws('s3', 'cp', '--quiet', 'large', 's3://cli/large');
  await aws('s3', 'cp', '--quiet', 's3://cli/large', 'back');
  assert.ok(content.equals(await readFile(join(home, 'back'))));
  await piped(Buffer.from('through a pipe'), 's3', 'cp', '-', 's3://cli/piped');
  assert.equal(await piped(undefined, 's3', 'cp', 's3://cli/piped', '-'), 'through a pipe');
  const url = (await aws('s3', 'presign', 's3://cli/piped')).trim();
  assert.equal(await (await fetch(url)).text(), 'through a pipe');
});

test('aws s3 syncs a tree, lists it and removes it', { skip }, async (context) => {
  const { aws, home } = await open(context);
  await aws('s3', 'mb', 's3://cli');
  for (const name of ['a.txt', 'deep/b c.txt', 'deep/ü.txt']) await writeFile(join(home, 'tree', name), name);
  const sent = await aws('s3', 'sync', '--no-progress', 'tree', 's3://cli/tree');
  assert.equal(sent.match(/^upload: /gm)?.length, 3);
  assert.match(await aws('s3', 'ls', 's3://cli/tree/'), /PRE deep\/\n.* 5 a\.txt\n/);
  assert.match(
    await aws('s3', 'ls', '--recursive', '--summarize', 's3://cli'),
    /Total Objects: 3\s+Total Size: 28/,
  );
  assert.match(await aws('s3', 'ls'), / cli\n/);
  await aws('s3', 'sync', '--quiet', 's3://cli/tree', 'copy');
  assert.equal(await readFile(join(home, 'copy', 'deep', 'ü.txt'), 'utf8'), 'deep/ü.txt');
  await aws('s3', 'mv', '--quiet', 's3://cli/tree/a.txt', 's3://cli/moved');
  const removed = await aws('s3', 'rm', '--recursive', 's3://cli');
  assert.equal(removed.match(/^delete: /gm)?.length, 3);
  assert.equal(await aws('s3', 'ls', '--recursive', 's3://cli'), '');
  await aws('s3', 'rb', 's3://cli');
});

test('aws s3api says what S3 says', { skip }, async (context) => {
  const { aws, home } = await open(context);
  const json = async (...args: string[]) => JSON.parse((await aws('s3api', ...args)) || '{}');
  await json('create-bucket', '--bucket', 'api');
  await writeFile(join(home, 'body'), 'body');
  const put = await json('put-object', '--bucket', 'api', '--key', 'k', '--body', 'body', '--tagging', 'a=b');
  assert.deepEqual([put.ETag, put.ChecksumType], ['"841a2d689ad86bd1611447453c22c6fc"', 'FULL_OBJECT']);
  assert.equal((await json('head-object', '--bucket', 'api', '--key', 'k')).ContentLength, 4);
  assert.deepEqual((await json('get-object-tagging', '--bucket', 'api', '--key', 'k')).TagSet, [
    { Key: 'a', Value: 'b' },
  ]);
  assert.equal((await json('get-bucket-location', '--bucket', 'api')).LocationConstraint, null);
  const listed = await json('list-objects-v2', '--bucket', 'api');
  assert.equal(listed.Contents[0].Key, 'k');
  await assert.rejects(
    aws('s3api', 'get-object', '--bucket', 'api', '--key', 'none', 'out'),
    /\(NoSuchKey\).*does not exist/,
  );
  await assert.rejects(
    aws('s3api', 'get-bucket-website', '--bucket', 'api'),
    /\(NoSuchWebsiteConfiguration\)/,
  );
});
