import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Options {
  readonly policy: readonly string[];
  readonly trace: string;
  readonly min: string;
  readonly max: string;
  readonly instances?: string;
  readonly serviceMs: string;
  readonly concurrency: string;
  readonly startSeconds: string;
  readonly queue: string;
  readonly price: string;
  readonly out?: string;
  readonly json?: boolean;
}

const main = fileURLToPath(
  new URL(`../../simulator/main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** Runs scaling policies over a trace of load on a virtual clock. */
export async function simulate(options: Options): Promise<void> {
  const settings = {
    policies: options.policy,
    trace: options.trace,
    min: number('min', options.min, 0),
    max: number('max', options.max, 1),
    ...(options.instances !== undefined && { initial: number('instances', options.instances, 0) }),
    instance: {
      serviceMs: number('service-ms', options.serviceMs, 0.001),
      concurrency: number('concurrency', options.concurrency, 1),
      startMs: number('start-seconds', options.startSeconds, 0) * 1000,
      queueLimit: number('queue', options.queue, 0),
      pricePerHour: number('price', options.price, 0),
    },
    ...(options.out !== undefined && { out: options.out }),
    json: options.json ?? false,
  };
  const child = spawn(process.execPath, [main, JSON.stringify(settings)], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new Error(`--${name}: '${text}' is not a number of at least ${least}`);
}
