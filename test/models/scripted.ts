import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ContainerSpec,
  defaultHealth,
  Endpoints,
  type HealthSpec,
  type VariantSpec,
} from '../../src/engine/endpoints/index.ts';
import { randomIds, silent, systemClock } from '../../src/kit/index.ts';
import { type Machine, openMachine } from '../../src/machine/index.ts';

/** A machine of a test's own, in a directory that goes with it. */
export async function testMachine(): Promise<{ machine: Machine; directory: string } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-endpoints-'));
  const machine = await openMachine({
    clock: systemClock,
    log: silent,
    searchPath: process.env['PATH'] ?? '',
    runRoot: join(directory, 'run'),
  });
  return {
    machine,
    directory,
    async [Symbol.asyncDispose]() {
      await machine[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

/** One machine for all tests of a file, opened before the first and closed after the last. @returns it, once they run */
export function machineOfFile(): () => Machine {
  let made: Awaited<ReturnType<typeof testMachine>>;
  before(async () => {
    made = await testMachine();
  });
  after(() => made[Symbol.asyncDispose]());
  return () => made.machine;
}

/** An engine on that machine. */
export const openEngine = (machine: Machine, maxInstances?: number): Endpoints =>
  new Endpoints({
    machine,
    clock: systemClock,
    ids: randomIds,
    random: Math.random,
    ...(maxInstances !== undefined && { maxInstances }),
  });

/** A health that tells quickly. */
const quickHealth: HealthSpec = {
  ...defaultHealth,
  startTimeoutMs: 5_000,
  pingPeriodMs: 50,
  pingTimeoutMs: 300,
  stopGraceMs: 300,
};

/** A variant `v` of one instance of that container, and what is said otherwise. */
export const variantOf = (container: ContainerSpec, more: Partial<VariantSpec> = {}): VariantSpec => ({
  name: 'v',
  weight: 1,
  instances: 1,
  routing: 'random',
  container,
  health: quickHealth,
  concurrency: 16,
  queueLimit: 64,
  invocationTimeoutMs: 10_000,
  maxResponseBytes: 1_000_000,
  ...more,
});

/**
 * A container whose answers are told by the request: `crash`, `hang`, `fail`, `huge`, `nonsense`, `slow` (300 ms), `eat`
 * (memory without end), `open`, `close` and `recall` (a session); anything else comes back, with the id of the process.
 * @param extra code that runs before it listens; `ping` may be reassigned
 */
export const scripted = (extra = ''): ContainerSpec => ({
  command: process.execPath,
  args: [
    '--input-type=module',
    '--eval',
    `import { createServer } from 'node:http';
     const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
     const sessions = new Map();
     let ping = () => 200;
     ${extra}
     createServer(async (request, response) => {
       if (request.url === '/ping') { const code = ping(); if (code) response.writeHead(code).end(); return; }
       const text = Buffer.concat(await request.toArray()).toString();
       const session = request.headers['x-amzn-sagemaker-session-id'];
       if (text === 'crash') process.exit(7);
       if (text === 'hang') return;
       if (text === 'fail') return response.writeHead(500).end('it broke');
       if (text === 'huge') return response.end(Buffer.alloc(2_000_000));
       if (text === 'nonsense') return request.socket.end('hello\\r\\n\\r\\n');
       if (text === 'slow') await sleep(300);
       if (text === 'eat') for (const kept = []; ; await sleep(1)) kept.push(Buffer.alloc(8_000_000, 1));
       if (text.startsWith('open')) {
         const id = 's' + process.pid + '-' + sessions.size;
         const expires = new Date(Date.now() + Number(text.slice(5) || 3_600_000)).toISOString().replace(/\\.\\d+/, '');
         sessions.set(id, 0);
         return response.setHeader('X-Amzn-SageMaker-New-Session-Id', id + '; Expires=' + expires).end(session);
       }
       if (text === 'close') response.setHeader('X-Amzn-SageMaker-Closed-Session-Id', session);
       if (text === 'recall') {
         sessions.set(session, sessions.get(session) + 1);
         return response.end(session + ' ' + sessions.get(session));
       }
       response.setHeader('X-Amzn-SageMaker-Custom-Attributes', 'seen=' + request.headers['x-amzn-sagemaker-custom-attributes']);
       response.end(text + ' ' + process.pid);
     }).listen(process.env.PORT, '127.0.0.1');
     console.log('listening');`,
    'serve',
  ],
  env: {},
  listensOnSocket: false,
});

/** A container that answers at once and costs little, for load: it takes `workMs` for each answer, one after the other. */
export const quick = (answer: string, workMs = 0): ContainerSpec => ({
  command: process.execPath,
  args: [
    '--input-type=module',
    '--eval',
    `import { createServer } from 'node:http';
     const busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };
     createServer((request, response) => {
       if (request.url === '/ping') return response.end();
       let text = '';
       request.on('data', (piece) => { text += piece; });
       request.on('end', () => {
         if (text === 'poison') process.exit(9);
         setTimeout(() => { busy(${workMs}); response.end('${answer}'); }, 2);
       });
     }).listen(process.env.POSTERN_BIND_TO_SOCKET ?? process.env.PORT);`,
    'serve',
  ],
  env: {},
  listensOnSocket: true,
});

/** Load on the endpoint `e` until it is ended: how its requests ended. */
export function loadOn(engine: Endpoints, connections: number, body = 'hello') {
  const kinds = new Map<string, number>();
  const answers = new Map<string, number>();
  let ended = false;
  const bytes = Buffer.from(body);
  const loops = Array.from({ length: connections }, async () => {
    while (!ended) {
      const outcome = await engine.invoke('e', { headers: {}, body: bytes });
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      if (outcome.kind !== 'answered') {
        await pause(1); // a refusal comes without waiting for anything
        continue;
      }
      const answer = outcome.body.toString();
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  });
  return {
    kinds,
    answers,
    async end() {
      ended = true;
      await Promise.all(loops);
      return kinds;
    },
  };
}
