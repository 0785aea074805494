import { request } from 'undici';
import {
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { makeEcho } from './cases.ts';
import type { BenchPostern } from './postern.ts';
import { freePort, residentMb, startProgram } from './processes.ts';
import { tableText } from '../src/plot/index.ts';

const RUNS = 5;

/** Start to ready, and memory at rest: a server with nothing deployed. */
export async function benchStart(): Promise<void> {
  const bare: number[] = [];
  const ready: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    bare.push(await timed(async () => (await startProgram(['-e', 'console.log(1)']))[Symbol.asyncDispose]()));
    const port = await freePort();
    const startedAt = performance.now();
    await using server = await startProgram([
      'src/server/main.ts',
      '--ephemeral',
      '--port',
      String(port),
      '--log-level',
      'error',
    ]);
    ready.push(performance.now() - startedAt);
    await request(`http://127.0.0.1:${port}/_postern/health`).then((answer) => answer.body.dump());
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    memory.push(await residentMb(server.process.pid as number));
  }
  const rows = [
    ['node, empty, to its first line (ms)', ...summary(bare)],
    ['postern, start to ready (ms)', ...summary(ready)],
    ['postern at rest, resident (MB)', ...summary(memory)],
  ];
  console.log(
    tableText({
      title: `Start and rest (${RUNS} runs)`,
      columns: ['', 'min', 'median', 'max'].map((name) => ({ name })),
      rows,
    }),
  );
}

/** Cold starts of a small function: a change of configuration retires its workers, the next call starts one. */
export async function benchColdStart(postern: BenchPostern): Promise<void> {
  const client = new LambdaClient(postern.client);
  const rows: (string | number)[][] = [];
  for (const runtime of ['nodejs24.x', 'python3.11'] as const) {
    const FunctionName = `cold-${runtime.split('.')[0]}`;
    await makeEcho(postern, FunctionName, runtime);
    const init: number[] = [];
    for (let run = 0; run < 10; run++) {
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: String(run) }));
      await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30, minDelay: 1 }, { FunctionName });
      await new Promise((resolve) => setTimeout(resolve, 500)); // the warm pool fills up again
      const { LogResult = '' } = await client.send(
        new InvokeCommand({ FunctionName, LogType: 'Tail', Payload: Buffer.from('{}') }),
      );
      const found = /Init Duration: ([\d.]+) ms/.exec(Buffer.from(LogResult, 'base64').toString());
      if (found) init.push(Number(found[1]));
    }
    rows.push([`${runtime}, Init Duration (ms)`, ...(init.length > 0 ? summary(init) : ['-', '-', '-'])]);
  }
  console.log(
    tableText({
      title: 'Cold start of a small handler (10 runs)',
      columns: ['', 'min', 'median', 'max'].map((name) => ({ name })),
      rows,
    }),
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function summary(values: readonly number[]): [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
}
