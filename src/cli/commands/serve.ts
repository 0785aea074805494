import { access } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { clientEnvironment, connect, type Whereabouts } from '../connection.ts';
import { beside, type ModelApiSpec } from '../deploy/index.ts';
import { deployAndTell } from '../deploy/report.ts';
import { startServer } from '../server-process.ts';
import { serverOptions, stopOnSignals } from './start.ts';

interface Options extends Whereabouts {
  readonly name?: string;
  readonly rate: string;
  readonly json?: boolean;
}

/** Turns one ONNX file into a stack: bucket, model, endpoint, function, API, key, usage plan. Starts a server when none runs. */
export async function serve(model: string, options: Options): Promise<void> {
  const file = resolve(model);
  await access(file);
  const running = await connect(options).catch(() => undefined);
  const server = running ? undefined : await startServer(serverOptions(options));
  if (server) stopOnSignals(server);
  const connection = running ?? (await connect({ state: server?.state as string }));
  Object.assign(process.env, clientEnvironment(connection));
  try {
    await deployAndTell(specOf(file, options), await sampleOf(file), options.json ?? false);
  } catch (error) {
    server?.stop();
    throw error;
  }
  if (server) {
    if (!options.json) console.log('Ctrl-C stops everything.');
    await server.exited;
  }
}

function specOf(file: string, options: Options): ModelApiSpec {
  const name = (options.name ?? basename(file, extname(file)))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (!/^[a-z0-9-]{1,40}$/.test(name))
    throw new Error(`cannot make a stack name of ${JSON.stringify(name)}: say --name`);
  const rate = Number(options.rate);
  if (!(rate > 0)) throw new Error('--rate is a number of requests a second, above 0');
  return {
    name,
    models: [{ version: 'v1', file }],
    variants: [{ name: 'AllTraffic', version: 'v1', weight: 1 }],
    image: 'postern/onnx:1',
    instanceType: 'ml.m5.large',
    handler: {
      entry: beside(import.meta.url, '../deploy/passthrough-handler.mjs'),
      runtime: 'nodejs24.x',
      memoryMb: 1769,
      timeoutSeconds: 29,
    },
    path: 'predictions',
    requestSchema: { type: 'array', minItems: 1 },
    limits: { ratePerSecond: rate, burst: Math.ceil(rate * 2) },
  };
}

/** A batch of two made-up records of the model's own inputs: zeros of the right shape. */
async function sampleOf(file: string): Promise<unknown[]> {
  const { InferenceSession } = await import('onnxruntime-node');
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const inputs = session.inputMetadata.filter((input) => input.isTensor);
  const record = (): unknown => {
    const values = inputs.map(
      (input) => [input.name, zeros(input.isTensor ? input.shape.slice(1) : [], input)] as const,
    );
    return values.length === 1 ? values[0]?.[1] : Object.fromEntries(values);
  };
  await session.release();
  return [record(), record()];
}

/** Nested arrays of zeros (empty strings, false) of these dimensions; unknown ones count as 1. */
function zeros(dimensions: readonly (number | string)[], input: object): unknown {
  const [first, ...rest] = dimensions;
  const type = 'type' in input ? input.type : 'float32';
  if (first === undefined) return type === 'string' ? '' : type === 'bool' ? false : 0;
  return Array.from({ length: typeof first === 'number' && first > 0 ? first : 1 }, () => zeros(rest, input));
}
