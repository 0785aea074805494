import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ZipFile } from 'yazl';
import { startPostern, type TestPostern } from '../../postern.ts';

/** An archive of files by name; a name that ends with `*` is executable. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, text] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(text), name.replace('*', ''), {
      mode: name.endsWith('*') ? 0o100755 : 0o100644,
    });
  }
  archive.end();
  return buffer(archive.outputStream);
}

/** Postern with a role that functions may act in. */
export interface Stack {
  readonly postern: TestPostern;
  readonly lambda: LambdaClient;
  readonly role: string;
  /** Creates a Node function of one file and waits until it is active. */
  create(name: string, code: string, more?: Partial<CreateFunctionCommandInput>): Promise<void>;
  /** Invokes and reads the answer. */
  invoke(name: string, event?: unknown, more?: Partial<InvokeCommandInput>): Promise<Answer>;
}

/** What an invocation answered. */
export interface Answer {
  readonly payload: unknown;
  readonly error: string | undefined;
  readonly version: string | undefined;
  readonly log: string;
}

/** What a role needs so that Lambda may act in it. */
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Starts an ephemeral Postern, or works with one that was started. */
export async function openStack(postern?: TestPostern, policy?: object): Promise<Stack> {
  const running = postern ?? (await startPostern());
  const iam = new IAMClient(running.client);
  const role = 'arn:aws:iam::000000000000:role/function';
  await iam
    .send(new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: TRUST }))
    .catch(() => {});
  if (policy) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: policy });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'function', PolicyName: 'own', PolicyDocument }));
  }
  return stackOf(running, role);
}

function stackOf(postern: TestPostern, role: string): Stack {
  const lambda = new LambdaClient(postern.client);
  return {
    postern,
    lambda,
    role,
    async create(name, code, more = {}) {
      const base = {
        FunctionName: name,
        Role: role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
      } as const;
      const Code = { ZipFile: await zip({ 'index.mjs': code }) };
      await lambda.send(new CreateFunctionCommand({ ...base, Code, ...more }));
      await waitUntilFunctionActiveV2(
        { client: lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 } as never,
        { FunctionName: name },
      );
    },
    async invoke(name, event, more = {}) {
      const Payload = event === undefined ? undefined : Buffer.from(JSON.stringify(event));
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: name, ...(Payload && { Payload }), ...more }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString();
      return {
        payload: text === '' ? undefined : JSON.parse(text),
        error: answer.FunctionError,
        version: answer.ExecutedVersion,
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
      };
    },
  };
}

/** Expects a refusal of that code and status, with words. */
export async function refused(
  promise: Promise<unknown>,
  code: string,
  status: number,
  words?: RegExp | string,
): Promise<void> {
  await assert.rejects(promise, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    assert.equal(error.name, code, error.message);
    assert.equal(error.$metadata?.httpStatusCode, status);
    if (typeof words === 'string') assert.equal(error.message, words);
    else if (words) assert.match(error.message, words);
    return true;
  });
}
