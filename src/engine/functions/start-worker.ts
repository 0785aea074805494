import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock, Gate, Ids } from '../../kit/index.ts';
import type { Machine, ProcessExit, RunningProcess } from '../../machine/index.ts';
import { RuntimeApi } from './conversation/runtime-api.ts';
import { cpuShare } from './cpu-share.ts';
import { type Initialisation, needsOwnStart, workerEnvironment } from './environment.ts';
import { findProgram, type RuntimeFolders, type RuntimeProgram } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import type { FunctionSpec, WorkerCredentials } from './spec.ts';
import type { WarmPool } from './warm-pool.ts';
import { type InitOutcome, Worker } from './worker.ts';

/** What workers are started with. */
export interface WorkerParts {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pool: WarmPool;
  /** Starts under way on this machine: more at once than it has processors for would only make all of them late. */
  readonly starts: Gate;
  readonly folders: RuntimeFolders;
  readonly visible: readonly string[];
  /** Bytes an answer may have. */
  readonly mostAnswerBytes: number;
}

/** Seen by bootstraps: they may be scripts for the Node that came with us. */
const NODE_DIRECTORY = dirname(process.execPath);

/** Why a worker did not come up. */
export type StartFailure =
  | { readonly kind: 'impossible'; readonly detail: string }
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'init-failed';
      readonly payload: Buffer;
      readonly stream: string;
      readonly initMs: number;
    }
  | { readonly kind: 'init-timed-out'; readonly stream: string; readonly initMs: number }
  | { readonly kind: 'ended'; readonly exit: ProcessExit; readonly stream: string; readonly initMs: number };

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_LIMIT_MS = 10_000;

/**
 * Starts a worker and loads the handler at full CPU; the share of CPU holds from then on. Loading that takes more than ten
 * seconds is begun again, as on Lambda, and then has as long as a request.
 */
export async function startWorker(
  parts: WorkerParts,
  spec: FunctionSpec,
  initialisation: Initialisation = 'on-demand',
): Promise<Worker | StartFailure> {
  const program = await findProgram(spec.runtime, spec.memoryMb, parts.machine, parts.folders);
  if (typeof program === 'string') return { kind: 'impossible', detail: program };
  const credentials = spec.credentials();
  if (credentials === 'refused') return { kind: 'refused' };
  const attempt = { parts, spec, credentials, initialisation };
  const first = await tryToStart(attempt, program, INIT_LIMIT_MS);
  const isLate = !(first instanceof Worker) && first.kind === 'init-timed-out';
  return isLate ? tryToStart(attempt, program, spec.timeoutMs) : first;
}

async function tryToStart(
  about: Omit<Attempt, 'stream'>,
  program: RuntimeProgram | undefined,
  limitMs: number,
): Promise<Worker | StartFailure> {
  const { parts, spec } = about;
  const { clock, ids } = parts;
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[${spec.version}]${ids.hex(32)}`;
  const startedAt = clock.monotonic();
  const runtime = program?.version ?? 'provided:al2023';
  spec.observe({ kind: 'worker-started', stream, timeMs: clock.now(), runtime });
  const attempt: Attempt = { ...about, stream };
  const { worker, process } = program ? await startRuntime(attempt, program) : await startBootstrap(attempt);
  const outcome = await worker.waitForInit(limitMs);
  worker.initMs = clock.monotonic() - startedAt;
  if (outcome.kind === 'initialised') {
    const limits = { cpus: cpuShare(spec.memoryMb), memoryBytes: spec.memoryMb * 1024 * 1024 };
    await orEnd(process, process.limit(limits));
    return worker;
  }
  worker.end();
  return failure(outcome, stream, worker.initMs);
}

interface Attempt {
  readonly parts: WorkerParts;
  readonly spec: FunctionSpec;
  readonly stream: string;
  readonly credentials: WorkerCredentials | 'none';
  readonly initialisation: Initialisation;
}

interface Started {
  readonly worker: Worker;
  readonly process: RunningProcess;
}

async function startRuntime(attempt: Attempt, program: RuntimeProgram): Promise<Started> {
  const { parts, spec, stream } = attempt;
  const { env, layerDirectories } = spec;
  const fresh = needsOwnStart(env)
    ? await parts.pool.start(program, { env, layerDirectories, wrapper: env['AWS_LAMBDA_EXEC_WRAPPER'] })
    : await parts.pool.take(program);
  const { process, conversation, sandbox } = fresh;
  const memoryBytes = spec.memoryMb * 1024 * 1024;
  await orEnd(process, Promise.all([sandbox.showLayers(layerDirectories), process.limit({ memoryBytes })]));
  const worker = makeWorker(attempt, process, conversation);
  conversation.initialise(
    {
      env: environmentOf(attempt, sandbox),
      handler: spec.handler,
      codeDirectory: spec.codeDirectory,
      layerDirectory: sandbox.layerDirectory,
      generation: spec.runtime.kind === 'custom' ? 0 : spec.runtime.generation,
      functionName: spec.name,
      version: spec.version,
      memoryMb: spec.memoryMb,
      logGroup: spec.logGroup,
      logStream: stream,
      mostAnswerBytes: parts.mostAnswerBytes,
    },
    worker,
  );
  return { worker, process };
}

/** What a process needs to go on; without it nobody will have the process. */
async function orEnd(process: RunningProcess, needed: Promise<unknown>): Promise<void> {
  try {
    await needed;
  } catch (error) {
    await process.stop(0);
    throw error;
  }
}

/** A custom runtime: the program `bootstrap` of the code, or of a layer. */
async function startBootstrap(attempt: Attempt): Promise<Started> {
  const { parts, spec } = attempt;
  const visible = [...parts.visible, NODE_DIRECTORY];
  const sandbox = await openSandbox(parts.machine, parts.ids.hex(16), visible);
  const api = await RuntimeApi.open(parts.mostAnswerBytes);
  try {
    await sandbox.showLayers(spec.layerDirectories);
    const own = join(spec.codeDirectory, 'bootstrap');
    const process = await parts.machine.spawn({
      label: `function ${spec.name}`,
      command: existsSync(own) ? own : join(sandbox.layerDirectory, 'bootstrap'),
      args: [],
      env: { ...environmentOf(attempt, sandbox), AWS_LAMBDA_RUNTIME_API: api.address },
      cwd: spec.codeDirectory,
      limits: { memoryBytes: spec.memoryMb * 1024 * 1024 },
      mounts: sandbox.mounts,
    });
    void process.exited.then(() => sandbox.remove());
    const worker = makeWorker(attempt, process, api);
    api.attend(process, parts.clock, worker);
    return { worker, process };
  } catch (error) {
    api[Symbol.dispose]();
    await sandbox.remove();
    throw error;
  }
}

const environmentOf = (
  { spec, stream, credentials, initialisation }: Attempt,
  sandbox: Sandbox,
): Record<string, string> => workerEnvironment(spec, sandbox, stream, credentials, initialisation);

function makeWorker(
  attempt: Attempt,
  process: RunningProcess,
  conversation: ConstructorParameters<typeof Worker>[5],
): Worker {
  const { parts, spec, stream, credentials } = attempt;
  return new Worker(
    spec,
    stream,
    credentials === 'none' ? Infinity : credentials.expiresAtMs,
    parts.clock,
    process,
    conversation,
  );
}

function failure(
  outcome: Exclude<InitOutcome, { kind: 'initialised' }>,
  stream: string,
  initMs: number,
): StartFailure {
  switch (outcome.kind) {
    case 'failed':
      return { kind: 'init-failed', payload: outcome.payload, stream, initMs };
    case 'timed-out':
      return { kind: 'init-timed-out', stream, initMs };
    case 'ended':
      return { kind: 'ended', exit: outcome.exit, stream, initMs };
  }
}
