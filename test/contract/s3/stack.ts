import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import { listen } from '../../../src/server/listen.ts';
import { openIam } from '../../../src/services/iam/index.ts';
import { openS3 } from '../../../src/services/s3/index.ts';
import { Store } from '../../../src/store/index.ts';
import { createAuthenticator, createWire, type Wire } from '../../../src/wire/index.ts';

/** The root user's key of every stack of these tests. */
export const root = {
  accessKeyId: 'AKIAPOSTERNROOT00001',
  secretAccessKey: 'root-secret',
  account: '000000000000',
};

/** S3 and IAM on a port of their own, with real records, bytes, signatures and policies. */
export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly inside: Wire['inside'];
}

/** Starts a stack on a state directory; disposing it waits for what it still does. */
export async function startStack(stateDirectory: string): Promise<Stack> {
  await using parts = new AsyncDisposableStack();
  const store = parts.use(new Store(join(stateDirectory, 'postern.db')));
  const basics = { clock: systemClock, ids: randomIds, log: silent, store };
  const background = new Set<Promise<void>>();
  parts.defer(async () => void (await Promise.all(background)));
  const iam = openIam({ ...basics, root, enforce: true });
  const s3 = await openS3({
    ...basics,
    authorizer: iam.authorizer,
    stateDirectory,
    background: (_name, work) => background.add(work),
  });
  const wire = createWire({
    ...basics,
    definitions: [iam.definition, s3.definition],
    authenticate: createAuthenticator({
      credentials: iam.credentials,
      nowMs: Date.now,
      enforce: true,
      defaultAccount: root.account,
      defaultRegion: 'us-east-1',
    }),
    authorizer: iam.authorizer,
  });
  const listening = parts.use(await listen('127.0.0.1', 0, (...exchange) => wire.handle(...exchange)));
  await s3.resume();
  const keep = parts.move();
  return { url: listening.url, inside: wire.inside, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** A stack of its own for a test, gone after it. */
export async function openStack(context: TestContext) {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'postern-s3-'));
  const stack = await startStack(stateDirectory);
  const clients: S3Client[] = [];
  context.after(async () => {
    for (const each of clients) each.destroy();
    await stack[Symbol.asyncDispose]();
    await rm(stateDirectory, { recursive: true });
  });
  const client = (
    options: { region?: string; credentials?: { accessKeyId: string; secretAccessKey: string } } = {},
  ) => {
    const made = new S3Client({
      endpoint: stack.url,
      region: 'us-east-1',
      credentials: root,
      forcePathStyle: true,
      maxAttempts: 1,
      ...options,
    });
    clients.push(made);
    return made;
  };
  return { ...stack, stateDirectory, client, s3: client(), files: () => countFiles(stateDirectory) };
}

/** How many files hold bytes of objects, on their way in or at rest. */
export async function countFiles(stateDirectory: string): Promise<number> {
  const entries = await readdir(join(stateDirectory, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** The environment of an AWS client outside that is to talk to a stack. */
export const clientEnvironment = (url: string, home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: root.accessKeyId,
  AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(home, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
});

/** Asserts that a call is refused: with this code, and this status and these members of the error where they are given. */
export async function refused(
  call: Promise<unknown>,
  code: string,
  { status, ...members }: { status?: number; [member: string]: unknown } = {},
): Promise<void> {
  const error = await call.then(
    () => assert.fail(`expected ${code}, and it was answered`),
    (thrown) => thrown,
  );
  assert.equal(error.name, code, error);
  if (status !== undefined) assert.equal(error.$metadata.httpStatusCode, status);
  for (const [member, value] of Object.entries(members)) assert.equal(error[member], value, member);
}
