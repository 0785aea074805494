/** Reads AWS's public service models as botocore carries them (`service-2.json`). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A botocore installation. */
export interface Botocore {
  readonly version: string;
  readonly directory: string;
}

/** A shape of botocore's. */
export interface BotoShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

/** A service model of botocore's. */
export interface BotoModel {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly input?: { readonly shape: string };
        readonly output?: { readonly shape: string };
        readonly authtype?: string;
        readonly auth?: readonly string[];
      }
    >
  >;
  readonly shapes: Readonly<Record<string, BotoShape>>;
}

/** The installation that `python3` finds, or undefined. */
export function findBotocore(): Botocore | undefined {
  try {
    const script = 'import botocore; print(botocore.__version__); print(botocore.__path__[0])';
    const [version, directory] = execFileSync('python3', ['-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n');
    return version && directory ? { version, directory } : undefined;
  } catch {
    return undefined;
  }
}

/** The newest model of a service. */
export function readBotoModel(botocore: Botocore, service: string): BotoModel {
  const folder = join(botocore.directory, 'data', service);
  const newest = readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .at(-1);
  if (!newest) throw new Error(`no model of ${service} in botocore`);
  const files = readdirSync(join(folder, newest));
  const packed = files.includes('service-2.json.gz');
  const bytes = readFileSync(join(folder, newest, packed ? 'service-2.json.gz' : 'service-2.json'));
  return JSON.parse((packed ? gunzipSync(bytes) : bytes).toString()) as BotoModel;
}
