import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Gate, randomIds } from '../../kit/index.ts';
import type { Machine } from '../../machine/index.ts';
import type { FunctionEvent, Functions, FunctionSpec, Outcome, PlacedFunction } from './index.ts';
import { openFunctions, type TestFunctions } from '../../../test/functions.ts';

let opened: TestFunctions;
let machine: Machine;
let functions: Functions;
let codeRoot: string;

before(async () => {
  opened = await openFunctions();
  ({ machine, functions, codeRoot } = opened);
});
after(() => opened[Symbol.asyncDispose]());

interface Placed {
  readonly events: FunctionEvent[];
  readonly placed: PlacedFunction;
  call(event?: unknown): Promise<Outcome>;
  /** What it logged so far. */
  log(): string[];
}

let count = 0;

function place(files: Record<string, string>, more: Partial<FunctionSpec> = {}): Placed {
  const codeDirectory = join(codeRoot, String(++count));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(codeDirectory, name, '..'), { recursive: true });
    writeFileSync(join(codeDirectory, name), text, { mode: 0o755 });
  }
  const events: FunctionEvent[] = [];
  const gate = new Gate(100, 0);
  const placed = functions.place({
    name: 'test',
    version: '$LATEST',
    runtime: { kind: 'node', generation: 22 },
    handler: 'index.handler',
    codeDirectory,
    layerDirectories: [],
    env: { AWS_REGION: 'eu-west-1' },
    memoryMb: 512,
    timeoutMs: 5000,
    logGroup: '/aws/lambda/test',
    gate: () => gate,
    credentials: () => 'none',
    observe: (event) => void events.push(event),
    ...more,
  });
  return {
    events,
    placed,
    call: (event = {}) =>
      placed.invoke({
        id: randomIds.uuid(),
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:test',
        payload: Buffer.from(JSON.stringify(event)),
        trace: 'Root=1-5759e988-bd862e3fe1be46a994272793',
      }),
    log: () =>
      events.flatMap((event) => (event.kind === 'lines' ? event.lines.map(({ message }) => message) : [])),
  };
}

function answer(outcome: Outcome): unknown {
  assert.ok(outcome.kind === 'answered', 'payload' in outcome ? outcome.payload.toString() : outcome.kind);
  return JSON.parse(outcome.payload.toString());
}

function fault(outcome: Outcome): { errorType: string; errorMessage: string } {
  assert.ok(outcome.kind === 'failed' || outcome.kind === 'init-failed', outcome.kind);
  return JSON.parse(outcome.payload.toString());
}

describe('a Node function', () => {
  test('answers, as CommonJS and as a module, with its context', async () => {
    const one = place({
      'index.js': `exports.handler = async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis(), env: process.env.AWS_REGION, cwd: process.cwd() })`,
    });
    const said = answer(await one.call({ a: 'ä€😀' })) as Record<string, unknown>;
    assert.deepEqual(said['event'], { a: 'ä€😀' });
    assert.equal(said['env'], 'eu-west-1');
    assert.equal(said['cwd'], one.placed.spec.codeDirectory);
    assert.ok(Number(said['left']) > 4000 && Number(said['left']) <= 5000);
    const { awsRequestId, logStreamName, ...context } = said['context'] as Record<string, string>;
    assert.match(String(awsRequestId), /^[0-9a-f-]{36}$/);
    assert.match(String(logStreamName), /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.deepEqual(context, {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: '$LATEST',
      functionName: 'test',
      memoryLimitInMB: '512',
      logGroupName: '/aws/lambda/test',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:test',
    });

    const two = place(
      { 'src/app.mjs': `await 1; export const api = { get: async () => 'module' }`, 'package.json': '{}' },
      { handler: 'src/app.api.get' },
    );
    assert.equal(answer(await two.call()), 'module');
  });

  test('may call back, and then waits for an empty event loop unless told not to', async () => {
    const one = place({
      'index.js': `let late = 0; exports.handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = event.wait;
        setTimeout(() => { late++ }, 100);
        callback(null, { late });
      }`,
    });
    const start = performance.now();
    assert.deepEqual(answer(await one.call({ wait: true })), { late: 0 });
    assert.ok(performance.now() - start >= 95);
    assert.deepEqual(answer(await one.call({ wait: false })), { late: 1 });
    const nothing = place({ 'index.js': `exports.handler = () => { setTimeout(() => {}, 20) }` });
    assert.equal(answer(await nothing.call()), null);
  });

  test('fails as on Lambda', async () => {
    const thrower = place({
      'index.js': `class Mine extends Error { constructor(m) { super(m); this.name = 'Mine' } }
        exports.handler = async (how) => { if (how === 'text') throw 'words'; if (how === 'error') throw new Mine('no'); if (how === 'circle') { const a = {}; a.a = a; return a }
        if (how === 'never') await new Promise(() => {}); return 1n }`,
    });
    assert.deepEqual(
      (({ errorType, errorMessage }) => ({ errorType, errorMessage }))(fault(await thrower.call('error'))),
      { errorType: 'Mine', errorMessage: 'no' },
    );
    assert.equal(fault(await thrower.call('text')).errorType, 'string');
    assert.equal(fault(await thrower.call('circle')).errorType, 'Runtime.MarshalError');
    assert.equal(fault(await thrower.call('never')).errorType, 'Runtime.NodeJsExit');
    assert.match(
      thrower.log()[0] ?? '',
      /Z\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType":"Mine","errorMessage":"no"/,
    );

    const init = async (text: string, handler = 'index.handler', generation = 22) =>
      fault(await place({ 'index.js': text }, { handler, runtime: { kind: 'node', generation } }).call());
    assert.equal((await init(`require('nope')`)).errorType, 'Runtime.ImportModuleError');
    assert.match((await init(`require('nope')`)).errorMessage, /^Error: Cannot find module 'nope'/);
    assert.equal((await init(`exports.handler = {`)).errorType, 'Runtime.UserCodeSyntaxError');
    assert.deepEqual(await init(`exports.other = 1`).then((error) => [error.errorType, error.errorMessage]), [
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ]);
    assert.equal((await init(``, 'app.handler')).errorType, 'Runtime.ImportModuleError');
    assert.equal((await init(``, 'app')).errorType, 'Runtime.MalformedHandlerName');
    assert.equal((await init(`throw new TypeError('at start')`)).errorType, 'TypeError');
    assert.equal(
      (await init(`exports.handler = (a, b, c) => c()`, 'index.handler', 24)).errorType,
      'Runtime.CallbackHandlerDeprecated',
    );
    assert.equal(
      (await init(`exports.handler = awslambda.streamifyResponse(async () => {})`)).errorType,
      'Runtime.NotImplemented',
    );
  });

  test('what nobody catches ends the worker, and the next request is served', async () => {
    const one = place({
      'index.js': `exports.handler = async (how) => {
        if (how === 'exit') process.exit(3);
        if (how === 'leave') process.exit(0);
        if (how === 'reject') { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 50)) }
        if (how === 'throw') { setTimeout(() => { throw new RangeError('thrown') }); await new Promise((r) => setTimeout(r, 50)) }
        if (how === 'kill') process.kill(process.pid, 'SIGKILL');
        return process.pid }`,
    });
    const first = answer(await one.call());
    const exit = await one.call('exit');
    assert.deepEqual(exit.kind === 'crashed' && exit.end, { code: 3, signal: null });
    const leave = await one.call('leave');
    assert.deepEqual(leave.kind === 'crashed' && leave.end, { code: 0, signal: null });
    assert.equal(fault(await one.call('reject')).errorType, 'Runtime.UnhandledPromiseRejection');
    assert.equal(fault(await one.call('throw')).errorType, 'RangeError');
    const kill = await one.call('kill');
    assert.deepEqual(kill.kind === 'crashed' && kill.end, { code: null, signal: 'SIGKILL' });
    const last = answer(await one.call());
    assert.notEqual(last, first);
    process.kill(last as number, 'SIGKILL');
    for (let n = 0; n < 250 && one.placed.workers > 0; n++) await wait(20); // a busy machine takes its time to end it
    assert.ok(Number(answer(await one.call())) > 0);
  });

  test('is ended when its time is over, to within 100 ms, busy or not', async () => {
    const one = place(
      {
        'index.js': `exports.handler = async (how) => { if (how === 'spin') for (;;); if (how === 'hang') await new Promise((r) => setTimeout(r, 1e6)); return 1 }`,
      },
      { timeoutMs: 1000 },
    );
    answer(await one.call());
    for (const how of ['spin', 'hang']) {
      const start = performance.now();
      const outcome = await one.call(how);
      const elapsed = performance.now() - start;
      assert.equal(outcome.kind, 'timed-out');
      const { durationMs, initMs = 0 } = (outcome as { cost: { durationMs: number; initMs?: number } }).cost;
      assert.ok(
        durationMs >= 990 && durationMs < 1100 && elapsed - initMs < 3000, // the answer may wait for others of the machine
        `${durationMs} ${initMs} ${elapsed}`,
      );
    }
    assert.equal(answer(await one.call()), 1);
  });

  test('is ended when it holds more memory than it may', { timeout: 20_000 }, async () => {
    const one = place(
      {
        'index.js': `const all = []; exports.handler = async (how) => { while (how === 'more') { all.push(Buffer.alloc(8 << 20, 1)); await new Promise((r) => setTimeout(r, 5)) } return 1 }`,
      },
      { memoryMb: 128, timeoutMs: 10_000 },
    );
    const first = await one.call();
    assert.equal(answer(first), 1);
    const { peakMemoryBytes } = (first as { cost: { peakMemoryBytes: number } }).cost;
    assert.ok(peakMemoryBytes > 20 << 20 && peakMemoryBytes <= 128 << 20, String(peakMemoryBytes));
    assert.equal((await one.call('more')).kind, 'out-of-memory');
    assert.equal(answer(await one.call()), 1);
  });

  test('logs as Lambda does, every line before the end', async () => {
    const one = place({
      'index.js': `console.log('at start'); exports.handler = async () => { console.log('a %s', 'b', { c: 1 }); console.error('two\\nlines'); process.stdout.write('raw\\n'); require('node:child_process').execSync('echo child', { stdio: 'inherit' }); return 1 }`,
    });
    answer(await one.call());
    const kinds = one.events.map((event) => event.kind);
    assert.equal(kinds.at(0), 'worker-started');
    assert.equal(kinds.at(-1), 'ended');
    const log = one.log();
    assert.match(log[0] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tundefined\tINFO\tat start$/);
    assert.ok(log.some((line) => /Z\t[0-9a-f-]{36}\tINFO\ta b \{ c: 1 \}$/.test(line)));
    assert.ok(log.some((line) => line.endsWith('\tERROR\ttwo\nlines')));
    assert.ok(log.includes('raw') && log.includes('child'));
  });

  test('prints 100 MB and hurts nobody', { timeout: 30_000 }, async () => {
    const one = place(
      {
        'index.js': `const line = 'x'.repeat(1023); exports.handler = async () => { for (let i = 0; i < 100 * 1024; i++) console.log(line); return 'done' }`,
      },
      {
        timeoutMs: 20_000,
        memoryMb: 1769,
        observe: (event) => void (event.kind === 'lines' && (lines += event.lines.length)),
      },
    );
    let lines = 0;
    let worst = 0;
    // in CPU time: the others of the machine do not count
    const workedMs = () => (process.threadCpuUsage().user + process.threadCpuUsage().system) / 1000;
    let last = workedMs();
    const beat = setInterval(() => {
      worst = Math.max(worst, workedMs() - last);
      last = workedMs();
    }, 5);
    assert.equal(answer(await one.call()), 'done');
    clearInterval(beat);
    assert.equal(lines, 100 * 1024);
    assert.ok(worst < 250, `the event loop stood for ${worst} ms`);
  });

  test('finds the AWS SDK by import and require; its own copy wins', async () => {
    const common = place({
      'index.js': `const { SageMakerRuntimeClient } = require('@aws-sdk/client-sagemaker-runtime'); exports.handler = async () => SageMakerRuntimeClient.name`,
    });
    assert.equal(answer(await common.call()), 'SageMakerRuntimeClient');
    const module = place({
      'index.mjs': `import { S3Client } from '@aws-sdk/client-s3'; export const handler = async () => S3Client.name`,
    });
    assert.equal(answer(await module.call()), 'S3Client');
    const own = place({
      'index.mjs': `import { mine } from '@aws-sdk/client-s3'; export const handler = async () => mine`,
      'node_modules/@aws-sdk/client-s3/index.js': `exports.mine = 'own'`,
    });
    assert.equal(answer(await own.call()), 'own');
  });

  test('sees its layers, the later over the earlier, and a /tmp of its own that stays', async () => {
    const layers = ['a', 'b'].map((name) => join(codeRoot, `layer-${name}`));
    for (const [index, layer] of layers.entries()) {
      mkdirSync(join(layer, 'nodejs/node_modules', `only${index}`), { recursive: true });
      writeFileSync(
        join(layer, 'nodejs/node_modules', `only${index}`, 'index.js'),
        `module.exports = ${index}`,
      );
      writeFileSync(join(layer, 'which'), String(index));
    }
    const one = place(
      {
        'index.mjs': `import zero from 'only0'; import { createRequire } from 'node:module'; import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path';
          const one = createRequire(import.meta.url)('only1');
          export const handler = async () => { const file = path.join(os.tmpdir(), 'mark'); const had = fs.existsSync(file); fs.writeFileSync(file, 'x'); return { zero, one, had, which: fs.existsSync('/opt/which') ? fs.readFileSync('/opt/which', 'utf8') : 'unmounted' } }`,
      },
      { layerDirectories: layers },
    );
    const which = machine.can('private-mounts') ? '1' : 'unmounted';
    assert.deepEqual(answer(await one.call()), { zero: 0, one: 1, had: false, which });
    assert.deepEqual(answer(await one.call()), { zero: 0, one: 1, had: true, which });
  });

  test('gets its own environment from the start where it must', async () => {
    const one = place(
      {
        'index.js': `exports.handler = async () => [process.env.NODE_OPTIONS, typeof gc, new Date(0).getHours(), Object.keys(process.env).filter((k) => k.startsWith('npm_'))]`,
      },
      { env: { NODE_OPTIONS: '--expose-gc', TZ: 'Asia/Tokyo' } },
    );
    assert.deepEqual(answer(await one.call()), ['--expose-gc', 'function', 9, []]);
  });

  test('is run by the wrapper it names', async () => {
    const layer = join(codeRoot, 'layer-wrapper');
    mkdirSync(layer);
    writeFileSync(join(layer, 'wrap'), '#!/bin/sh\nexport WRAPPED=yes\nexec "$@" --extra\n', { mode: 0o755 });
    if (!machine.can('private-mounts')) return;
    const one = place(
      { 'index.js': `exports.handler = async () => 1` },
      { layerDirectories: [layer], env: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' } },
    );
    assert.equal(answer(await one.call()), 1);
  });

  test('serves one request a worker at a time, and retires who is idle', { timeout: 60_000 }, async () => {
    const meeting = join(codeRoot, 'meeting');
    mkdirSync(meeting);
    const one = place(
      {
        'index.js': `const fs = require('node:fs'); let inside = 0;
          exports.handler = async () => {
            if (inside++) throw new Error('two at once');
            fs.writeFileSync(${JSON.stringify(meeting)} + '/' + process.pid, '');
            while (fs.readdirSync(${JSON.stringify(meeting)}).length < 6) await new Promise((r) => setTimeout(r, 20));
            inside--;
            return process.pid }`,
      },
      { timeoutMs: 30_000 },
    );
    const pids = await Promise.all(Array.from({ length: 6 }, async () => answer(await one.call())));
    assert.equal(new Set(pids).size, 6, 'each waits for the others: six requests at once, six workers');
    await wait(60);
    one.placed.retireIdle(0);
    for (let n = 0; n < 50 && one.placed.workers > 0; n++) await wait(20);
    assert.equal(one.placed.workers, 0);
  });

  test('is throttled by its gate, and gone when it is removed', async () => {
    const gate = new Gate(1, 0);
    const one = place(
      {
        'index.js': `exports.handler = async () => { await new Promise((r) => setTimeout(r, 200)); return 1 }`,
      },
      { gate: () => gate },
    );
    const first = one.call();
    assert.equal((await one.call()).kind, 'throttled');
    const removed = functions.remove(one.placed);
    assert.equal((await one.call()).kind, 'gone');
    assert.equal(answer(await first), 1, 'what was begun is ended');
    await removed;
    assert.equal(one.placed.workers, 0);
  });

  test('is told of an event that is no JSON, and of an answer that is too large', async () => {
    const one = place({ 'index.js': `exports.handler = async () => 'x'.repeat(7 << 20)` });
    const outcome = await one.placed.invoke({ id: '1', arn: 'a', payload: Buffer.from('{no'), trace: '' });
    assert.equal(outcome.kind, 'unreadable');
    assert.equal(fault(await one.call()).errorType, 'Function.ResponseSizeTooLarge');
  });

  test('takes a large event and gives a large answer', async () => {
    const one = place({ 'index.js': `exports.handler = async (event) => event` });
    const event = { text: 'y'.repeat(5 << 20) };
    assert.deepEqual(answer(await one.call(event)), event);
  });
});

describe('a Python function', () => {
  const python = { runtime: { kind: 'python', generation: 11 } as const, handler: 'app.handler' };
  test('answers, logs, fails as on Lambda', async (context) => {
    if ((await machine.pythons()).length === 0) return context.skip('no Python');
    const one = place(
      {
        'app.py': `
import logging, os, sys
print('at start')
def handler(event, context):
    print('printed', 1)
    logging.getLogger().warning('careful')
    if event == 'fail': raise ValueError('no')
    if event == 'set': return {1}
    if event == 'exit': sys.exit(4)
    return {'event': event, 'name': context.function_name, 'left': context.get_remaining_time_in_millis(), 'region': os.environ['AWS_REGION']}
`,
      },
      python,
    );
    const said = answer(await one.call({ a: 'ä' })) as Record<string, unknown>;
    assert.deepEqual([said['event'], said['name'], said['region']], [{ a: 'ä' }, 'test', 'eu-west-1']);
    assert.deepEqual(one.log().slice(0, 2), ['at start', 'printed 1']);
    assert.match(
      one.log()[2] ?? '',
      /^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[0-9a-f-]{36}\tcareful$/,
    );
    const failed = fault(await one.call('fail'));
    assert.deepEqual([failed.errorType, failed.errorMessage], ['ValueError', 'no']);
    assert.equal(fault(await one.call('set')).errorType, 'Runtime.MarshalError');
    const exit = await one.call('exit');
    assert.deepEqual(exit.kind === 'crashed' && exit.end, { code: 4, signal: null });
    const init = async (text: string, handler = 'app.handler') =>
      fault(await place({ 'app.py': text }, { ...python, handler }).call());
    assert.deepEqual(await init('import nope').then((error) => [error.errorType, error.errorMessage]), [
      'Runtime.ImportModuleError',
      "Unable to import module 'app': No module named 'nope'",
    ]);
    assert.equal((await init('def handler(:')).errorType, 'Runtime.UserCodeSyntaxError');
    assert.equal((await init('')).errorType, 'Runtime.HandlerNotFound');
    assert.equal((await init('', 'app')).errorType, 'Runtime.MalformedHandlerName');
  });
});

describe('a custom runtime', () => {
  test('asks for its events over HTTP', async () => {
    const one = place(
      {
        bootstrap: `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
console.log('up');
for (;;) {
  const next = await fetch(base + '/invocation/next');
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const event = await next.json();
  console.log('got', JSON.stringify(event));
  if (event === 'fail') await fetch(base + '/invocation/' + id + '/error', { method: 'POST', body: JSON.stringify({ errorType: 'Own', errorMessage: 'no' }) });
  else await fetch(base + '/invocation/' + id + '/response', { method: 'POST', body: JSON.stringify({ event, arn: next.headers.get('lambda-runtime-invoked-function-arn'), left: next.headers.get('lambda-runtime-deadline-ms') > Date.now() }) });
}
`,
        'package.json': '{"type":"module"}',
      },
      { runtime: { kind: 'custom' } },
    );
    assert.deepEqual(answer(await one.call({ a: 1 })), {
      event: { a: 1 },
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:test',
      left: true,
    });
    assert.deepEqual(fault(await one.call('fail')), { errorType: 'Own', errorMessage: 'no' });
    assert.deepEqual(one.log(), ['up', 'got {"a":1}', 'got "fail"']);
    const none = await place({ x: '' }, { runtime: { kind: 'custom' } }).call();
    assert.ok(none.kind === 'crashed' && none.end.code === 127, none.kind);
  });
});

test('a start takes a runtime that was up before it was asked for', async () => {
  const born = `Date.now() - process.uptime() * 1000`;
  const one = place({ 'index.js': `exports.handler = async () => ${born}` }, { memoryMb: 640 });
  let wasUp = false;
  for (let attempt = 0; attempt < 5 && !wasUp; attempt++) {
    await wait(700); // the next runtime gets up
    const askedMs = Date.now();
    wasUp = (answer(await one.call()) as number) < askedMs;
    one.placed.retireIdle(-1);
  }
  assert.ok(wasUp);
});
