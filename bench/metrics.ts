/**
 * `node bench/metrics.ts`: what metrics cost. A sample on the hot path, beside a bare counter in a map; all samples of an invocation; writing to
 * disk; and a question as an alarm asks it, of 1,000 metrics.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTelemetry } from '../src/engine/telemetry/index.ts';
import { silent, systemClock } from '../src/kit/index.ts';
import { InvocationMetrics } from '../src/services/sagemaker-runtime/index.ts';

const SAMPLES = 500_000;
const METRICS = 1_000;
const owner = { account: '000000000000', region: 'us-east-1' };
const series = { ...owner, namespace: 'AWS/SageMaker', unit: 'None' };

/** Microseconds that one of `times` calls takes: the best of five rounds, since the machine has others to serve. */
function cost(times: number, work: (index: number) => void): number {
  const rounds = Array.from({ length: 5 }, () => {
    const started = performance.now();
    for (let index = 0; index < times; index++) work(index);
    return ((performance.now() - started) * 1000) / times;
  });
  return Math.min(...rounds);
}

const say = (what: string, micros: number): void => console.log(`${what.padEnd(66)} ${micros.toFixed(3)} us`);

const directory = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const telemetry = openTelemetry({ directory, clock: systemClock, log: silent });
try {
  const { metrics } = telemetry;
  const counters = new Map<string, number>();
  const dimensions = { EndpointName: 'demand', VariantName: 'AllTraffic' };
  say(
    'floor: a counter in a map',
    cost(SAMPLES, () => counters.set('demand', (counters.get('demand') ?? 0) + 1)),
  );
  const counter = metrics.meter({ ...series, name: 'Invocations', dimensions });
  say(
    'a sample of a counter, by its meter',
    cost(SAMPLES, () => counter.add(1)),
  );
  const latency = metrics.meter({ ...series, name: 'ModelLatency', dimensions });
  say(
    'a sample of a latency, by its meter',
    cost(SAMPLES, (index) => latency.add((index * 7919) % 50_000)),
  );
  const frozen = Object.freeze({ FunctionName: 'demand' });
  say(
    'a sample of a latency, found by its dimensions',
    cost(SAMPLES, (index) =>
      metrics.record({ ...series, name: 'Duration', dimensions: frozen, value: (index * 7919) % 50_000 }),
    ),
  );
  const invocations = new InvocationMetrics(metrics, systemClock);
  const served = { variant: 'AllTraffic', instance: 'i', instances: 2, deployment: 'config' };
  const answer = { kind: 'answered', status: 200, headers: new Map(), body: Buffer.alloc(0) } as const;
  say(
    'all 14 samples of an invocation',
    cost(SAMPLES / 5, (index) => {
      invocations.record(owner, 'demand', { ...answer, ...served, modelMs: (index % 50) / 10 }, 6);
    }),
  );
  for (let index = 0; index < METRICS; index++) {
    metrics.record({ ...series, name: 'm', dimensions: { host: `${index}` }, value: index });
  }
  const started = performance.now();
  await metrics.flush();
  say(`writing a window to disk, of ${METRICS}`, ((performance.now() - started) * 1000) / METRICS);
  const now = Date.now();
  say(
    "an alarm's question: the last 3 minutes of a metric",
    cost(METRICS, (index) => {
      const metric = { ...owner, namespace: 'AWS/SageMaker', name: 'm', dimensions: { host: `${index}` } };
      metrics.read({
        metric,
        fromMs: now - 180_000,
        toMs: now + 60_000,
        periodSeconds: 60,
        distributions: false,
      });
    }),
  );
} finally {
  await telemetry[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
}
