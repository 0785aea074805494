import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const options = {
  host: { type: 'string' },
  port: { type: 'string' },
  state: { type: 'string' },
  ephemeral: { type: 'boolean' },
  iam: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  'log-level': { type: 'string' },
} as const;

const schema = z.object({
  /** The address to listen on: loopback, unless the user says otherwise. */
  host: z.string().default('127.0.0.1'),
  /** 0 asks the system for a free one. */
  port: z.coerce.number().int().min(0).max(65_535).default(4566),
  /** Where everything that must outlive the process is kept. */
  state: z.string().default('.postern'),
  /** Keep nothing: the state is a scratch directory that goes with the process. */
  ephemeral: z.boolean().default(false),
  /** `enforce` decides every call by policies; `off` accepts any credentials and allows everything. */
  iam: z.enum(['enforce', 'off']).default('enforce'),
  /** The account of the root credentials. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'an account is 12 digits')
    .default('000000000000'),
  /** The Region of calls that name none. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a Region')
    .default('us-east-1'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Root credentials that the user brings; made at first start otherwise. */
  accessKeyId: z.string().min(3).max(128).optional(),
  secretAccessKey: z.string().min(1).optional(),
});

/** Everything that can be set, read once at start and frozen. */
export type Config = Readonly<z.infer<typeof schema>>;

/**
 * The configuration from command-line options over `POSTERN_*` variables over defaults.
 * @throws Error in words for the user when a value is out of bounds
 */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): Config {
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  const parsed = schema.safeParse({
    host: values.host ?? env['POSTERN_HOST'],
    port: values.port ?? env['POSTERN_PORT'],
    state: values.state ?? env['POSTERN_STATE'],
    ephemeral: values.ephemeral ?? flag(env['POSTERN_EPHEMERAL']),
    iam: values.iam ?? env['POSTERN_IAM'],
    account: values.account ?? env['POSTERN_ACCOUNT'],
    region: values.region ?? env['POSTERN_REGION'],
    logLevel: values['log-level'] ?? env['POSTERN_LOG_LEVEL'],
    accessKeyId: env['POSTERN_ACCESS_KEY_ID'],
    secretAccessKey: env['POSTERN_SECRET_ACCESS_KEY'],
  });
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    );
  const config = parsed.data;
  if ((config.accessKeyId === undefined) !== (config.secretAccessKey === undefined)) {
    throw new Error('POSTERN_ACCESS_KEY_ID and POSTERN_SECRET_ACCESS_KEY go together');
  }
  return Object.freeze({ ...config, state: resolve(config.state) });
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === '1' || value === 'true';
}
