import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openEngine, testMachine, variantOf } from '../../../test/models/scripted.ts';
import type { ContainerSpec, Endpoints, Outcome, StreamedAnswer } from './index.ts';

const resources = new AsyncDisposableStack();
let engine: Endpoints;
before(async () => {
  const { machine } = resources.use(await testMachine());
  engine = resources.use(openEngine(machine));
});
after(() => resources.disposeAsync());

/** A container that writes its process id, then what the request says: `die`, `hang`, `wait` (until `/go`), or nothing more. */
const talker: ContainerSpec = {
  command: process.execPath,
  args: [
    '--input-type=module',
    '--eval',
    `import { createServer } from 'node:http';
     createServer(async (request, response) => {
       if (request.url === '/ping') return response.end();
       const text = Buffer.concat(await request.toArray()).toString();
       if (text === 'die first') process.exit(7);
       response.write(String(process.pid));
       await new Promise((resolve) => setTimeout(resolve, 50));
       if (text === 'die') process.exit(7);
       if (text === 'hang') return;
       if (text === 'wait') await new Promise((resolve) => setTimeout(resolve, 300));
       response.end('.');
     }).listen(process.env.PORT, '127.0.0.1');`,
    'serve',
  ],
  env: {},
  listensOnSocket: false,
};

/** Asks, and reads the answer as it comes. */
async function ask(id: string, body: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const heads: StreamedAnswer[] = [];
  let text = '';
  const broke = Promise.withResolvers<true>();
  const outcome: Outcome = await engine.invoke(id, {
    headers: {},
    body: Buffer.from(body),
    ...more,
    streamed: {
      async take(answer) {
        heads.push(answer);
        try {
          for await (const piece of answer.pieces) text += piece.toString();
        } catch (error) {
          broke.resolve(true);
          throw error;
        }
      },
    },
  });
  return { outcome, heads, text, broke: broke.promise };
}

async function deploy(id: string, more: Parameters<typeof variantOf>[1] = {}): Promise<void> {
  const outcome = await engine.deploy({ id, variants: [variantOf(talker, more)] }, () => {});
  assert.equal(outcome.kind, 'in-service');
}

test('the answer is taken as it comes, from a named instance; the outcome comes after it', async () => {
  await deploy('plain');
  const { outcome, heads, text } = await ask('plain', 'hello');
  assert.equal(outcome.kind, 'answered');
  assert.match(text, /^\d+\.$/);
  assert.equal(heads.length, 1);
  assert.equal(heads[0]?.variant, 'v');
  assert.equal(heads[0]?.instance, outcome.kind === 'answered' && outcome.instance);
  assert.ok(outcome.kind === 'answered' && outcome.modelMs >= 45, 'until the last piece');
});

test('a time-out of its own ends it within the answer', async () => {
  const { outcome, text, broke } = await ask('plain', 'hang', { timeoutMs: 250 });
  assert.equal(outcome.kind, 'timed-out');
  assert.match(text, /^\d+$/);
  assert.ok(await broke);
});

test('a caller who goes ends it within the answer', async () => {
  const { outcome, broke } = await ask('plain', 'hang', { signal: AbortSignal.timeout(150) });
  assert.equal(outcome.kind, 'caller-gone');
  assert.ok(await broke);
});

test('one that has begun to answer is not asked again; one that has not, is', async () => {
  await deploy('two', { instances: 2 });
  const begun = await ask('two', 'die');
  assert.equal(begun.outcome.kind, 'crashed');
  assert.ok(begun.outcome.kind === 'crashed' && begun.outcome.answered);
  assert.equal(begun.heads.length, 1);
  const silent = await ask('two', 'die first');
  assert.equal(silent.outcome.kind, 'crashed');
  assert.ok(silent.outcome.kind === 'crashed' && !silent.outcome.answered);
  assert.equal(silent.heads.length, 0);
});

test('a stream keeps its place in the instance, and what is taken away waits for its end', async () => {
  await deploy('narrow', { concurrency: 1 });
  const streaming = ask('narrow', 'wait');
  await pause(100);
  const next = ask('narrow', 'hello');
  await pause(50);
  assert.equal(engine.standing('narrow')?.[0]?.waiting, 1);
  const removed = engine.remove('narrow');
  const answers = await Promise.all([streaming, next]);
  assert.deepEqual(
    answers.map(({ outcome, text }) => [outcome.kind, text.endsWith('.')]),
    [
      ['answered', true],
      ['answered', true],
    ],
  );
  await removed;
});
