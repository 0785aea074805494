import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { countFiles, refused, root } from './stack.ts';

const Bucket = 'killed';
const program = fileURLToPath(new URL('stack-process.ts', import.meta.url));

/** A server that can be killed and started again on what it left. */
async function open(context: TestContext) {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'postern-s3-'));
  const processes: ChildProcess[] = [];
  const clients: S3Client[] = [];
  context.after(async () => {
    for (const client of clients) client.destroy();
    for (const each of processes) each.kill('SIGKILL');
    const alive = processes.filter((each) => each.exitCode === null && each.signalCode === null);
    await Promise.all(alive.map((each) => once(each, 'exit')));
    await rm(stateDirectory, { recursive: true });
  });
  const start = async () => {
    const child = spawn(process.execPath, ['--no-warnings', program, stateDirectory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    processes.push(child);
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
    const s3 = new S3Client({
      endpoint: url,
      region: 'us-east-1',
      credentials: root,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    clients.push(s3);
    const kill = async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
    return { s3, kill };
  };
  return { start, files: () => countFiles(stateDirectory) };
}

test('killed in the middle of uploads, nothing half-made is left and nothing acknowledged is lost', async (context) => {
  const { start, files } = await open(context);
  const { s3, kill } = await start();
  await s3.send(new CreateBucketCommand({ Bucket }));
  const kept = randomBytes(300_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: kept }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
  const part = await s3.send(
    new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: kept }),
  );

  const Body = new PassThrough();
  Body.write(Buffer.alloc(2_000_000));
  const halfway = s3
    .send(new PutObjectCommand({ Bucket, Key: 'half', Body, ContentLength: 10_000_000 }))
    .then(
      () => 'answered',
      () => 'broken off',
    );
  while ((await files()) < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  await kill();
  assert.equal(await halfway, 'broken off');
  assert.equal(await files(), 3);

  const again = await start();
  assert.equal(await files(), 2);
  const listed = await again.s3.send(new ListObjectsV2Command({ Bucket }));
  assert.deepEqual(
    listed.Contents?.map(({ Key }) => Key),
    ['kept'],
  );
  const got = await again.s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
  assert.ok(kept.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? [])));
  await refused(again.s3.send(new HeadObjectCommand({ Bucket, Key: 'half' })), 'NotFound');
  const Parts = [{ PartNumber: 1, ETag: part.ETag }];
  await again.s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts } }),
  );
});

test('killed again and again while many write, every answer still holds', async (context) => {
  const { start, files } = await open(context);
  const acknowledged = new Map<string, Buffer>();
  let answered = 0;
  for (let round = 0; round < 3; round++) {
    const { s3, kill } = await start();
    if (round === 0) await s3.send(new CreateBucketCommand({ Bucket }));
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const Body = randomBytes(20_000);
        const Key = `${writer}-${n % 7}`;
        try {
          await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
        } catch {
          acknowledged.delete(Key); // the answer was lost: the old or the new may be there
          return;
        }
        acknowledged.set(Key, Body);
        answered++;
      }
    });
    const enough = answered + 30;
    while (answered < enough) await new Promise((resolve) => setTimeout(resolve, 5));
    await kill();
    await Promise.all(writers);
  }
  const { s3 } = await start();
  assert.ok(acknowledged.size > 10);
  for (const [Key, Body] of acknowledged) {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.ok(Body.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? [])), Key);
  }
  assert.equal(await files(), (await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount);
});
