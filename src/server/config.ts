import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const options = {
  host: { type: 'string' },
  port: { type: 'string' },
  state: { type: 'string' },
  ephemeral: { type: 'boolean' },
  iam: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  'time-scale': { type: 'string' },
  'enforce-instance-size': { type: 'boolean' },
  'log-level': { type: 'string' },
} as const;

const IAM = ['enforce', 'off'] as const;
/** A 60 s period shortened to a second; metrics are kept no finer. */
const MAX_TIME_SCALE = 60;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Everything that can be set, read once at start and frozen. */
export interface Config {
  /** The address to listen on: loopback, unless the user says otherwise. */
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Where everything that must outlive the process is kept. */
  readonly state: string;
  /** Keep nothing: the state is a scratch directory that goes with the process. */
  readonly ephemeral: boolean;
  /** `enforce` decides every call by policies; `off` accepts any credentials and allows everything. */
  readonly iam: (typeof IAM)[number];
  /** The account of the root credentials, 12 digits. */
  readonly account: string;
  /** The Region of calls that name none. */
  readonly region: string;
  /** Metric periods, alarms, cooldowns and deployment waits run so many times faster; 1 to 60. */
  readonly timeScale: number;
  /** Hold each model instance to its type's processors and memory. */
  readonly enforceInstanceSize: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Root credentials that the user brings; made at first start otherwise. */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

/**
 * The configuration from command-line options over `POSTERN_*` variables over defaults.
 * @throws Error in words for the user when a value is out of bounds
 */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): Config {
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  const accessKeyId = env['POSTERN_ACCESS_KEY_ID'];
  const secretAccessKey = env['POSTERN_SECRET_ACCESS_KEY'];
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error('POSTERN_ACCESS_KEY_ID and POSTERN_SECRET_ACCESS_KEY go together');
  }
  return Object.freeze({
    host: values.host ?? env['POSTERN_HOST'] ?? '127.0.0.1',
    port: portIn(values.port ?? env['POSTERN_PORT'] ?? '4566'),
    state: resolve(values.state ?? env['POSTERN_STATE'] ?? '.postern'),
    ephemeral: values.ephemeral ?? flag(env['POSTERN_EPHEMERAL']),
    iam: oneOf('iam', IAM, values.iam ?? env['POSTERN_IAM'] ?? 'enforce'),
    account: matching(
      'account',
      /^\d{12}$/,
      '12 digits',
      values.account ?? env['POSTERN_ACCOUNT'] ?? '000000000000',
    ),
    region: matching(
      'region',
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      'a Region, e.g. us-east-1',
      values.region ?? env['POSTERN_REGION'] ?? 'us-east-1',
    ),
    timeScale: timeScaleIn(values['time-scale'] ?? env['POSTERN_TIME_SCALE'] ?? '1'),
    enforceInstanceSize: values['enforce-instance-size'] ?? flag(env['POSTERN_ENFORCE_INSTANCE_SIZE']),
    logLevel: oneOf('log-level', LOG_LEVELS, values['log-level'] ?? env['POSTERN_LOG_LEVEL'] ?? 'info'),
    ...(accessKeyId !== undefined && {
      accessKeyId: matching('POSTERN_ACCESS_KEY_ID', /^.{3,128}$/, '3 to 128 characters', accessKeyId),
      secretAccessKey: matching('POSTERN_SECRET_ACCESS_KEY', /./, 'not empty', secretAccessKey as string),
    }),
  });
}

function portIn(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`port: '${text}' is not a number from 0 to 65535`);
}

function timeScaleIn(text: string): number {
  const scale = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (scale >= 1 && scale <= MAX_TIME_SCALE) return scale;
  throw new Error(`time-scale: '${text}' is not a number from 1 to ${MAX_TIME_SCALE}`);
}

function oneOf<Value extends string>(name: string, values: readonly Value[], text: string): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new Error(`${name}: '${text}' is not one of ${values.join(', ')}`);
}

function matching(name: string, pattern: RegExp, what: string, text: string): string {
  if (pattern.test(text)) return text;
  throw new Error(`${name}: must be ${what}`);
}

const flag = (value: string | undefined): boolean => value === '1' || value === 'true';
