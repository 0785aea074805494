/**
 * What putting requests together brings, and what it costs a lone caller: the ONNX server running requests one by one, what
 * waits together (its default), and the same with leave to wait for more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOnce, type Measured } from './load.ts';
import { type BenchModel, denseModel, writeModel } from './models.ts';
import { cpuSeconds } from './processes.ts';
import { type ModelServer, startOnnxServer } from './serving.ts';
import { tableText } from '../src/plot/index.ts';

const ROUNDS = 3;
const connections = [1, 4, 8, 32];
const ways: readonly (readonly [name: string, environment: Record<string, string>])[] = [
  ['one by one', { ONNX_BATCHING: 'off' }],
  ['what waits together (default)', {}],
  ['the same, waiting up to 500 us', { ONNX_MAX_BATCH_WAIT_MICROSECONDS: '500' }],
];

interface Contestant {
  readonly name: string;
  readonly server: ModelServer;
}

/** Of several rounds of one contestant. */
interface Best extends Measured {
  /** Processor time of the model server a request, microseconds: what a busy machine does not change. */
  readonly cpuMicros: number;
}

/** Runs the part. @param seconds of each load */
export async function benchBatching(seconds: number): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    await compare(denseModel(), root, Math.max(1, Math.round(seconds / ROUNDS)));
  } finally {
    await rm(root, { recursive: true });
  }
}

async function compare(model: BenchModel, root: string, seconds: number): Promise<void> {
  const directory = await writeModel(root, model);
  await using stack = new AsyncDisposableStack();
  const contestants: Contestant[] = [];
  for (const [name, environment] of ways) {
    const server = stack.use(await startOnnxServer(model, directory, environment));
    contestants.push({ name, server });
  }
  for (const { server } of contestants) await loadOnce(server.target, 8, 2);
  const rows: (string | number)[][] = [];
  for (const count of connections) {
    const best = new Map<string, Best>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const contestant of contestants) {
        best.set(
          contestant.name,
          better(best.get(contestant.name), await measure(contestant, count, seconds)),
        );
      }
    }
    for (const [name, of] of best) {
      rows.push([count, name, of.requestsPerSecond, of.p50Ms, of.p99Ms, of.cpuMicros, of.failed]);
    }
  }
  const columns = ['connections', 'requests', 'requests/s', 'p50 ms', 'p99 ms', 'CPU us/request', 'failed'];
  const title = `Batching, ${model.name} model (best of ${ROUNDS} rounds of ${seconds} s in turn)`;
  console.log(tableText({ title, columns: columns.map((name) => ({ name })), rows }));
}

async function measure({ server }: Contestant, count: number, seconds: number): Promise<Best> {
  const before = await cpuSeconds(server.pid);
  const measured = await loadOnce(server.target, count, seconds);
  const used = (await cpuSeconds(server.pid)) - before;
  return { ...measured, cpuMicros: (used * 1e6) / (measured.requestsPerSecond * seconds) };
}

const better = (a: Best | undefined, b: Best): Best =>
  a
    ? {
        requestsPerSecond: Math.max(a.requestsPerSecond, b.requestsPerSecond),
        p50Ms: Math.min(a.p50Ms, b.p50Ms),
        p99Ms: Math.min(a.p99Ms, b.p99Ms),
        cpuMicros: Math.min(a.cpuMicros, b.cpuMicros),
        failed: a.failed + b.failed,
      }
    : b;
