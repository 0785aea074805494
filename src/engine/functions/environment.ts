import { dirname } from 'node:path';
import type { Sandbox } from './sandbox.ts';
import type { FunctionSpec, WorkerCredentials } from './spec.ts';

/** Why a worker is started: for a request, or ahead of all. */
export type Initialisation = 'on-demand' | 'provisioned-concurrency';

/** Variables a program reads as it starts: with one of them a function cannot use a runtime that is up already. */
const EARLY =
  /^(?:NODE_(?!PATH$)|UV_|LD_(?!LIBRARY_PATH$)|PYTHON(?!PATH$)|MALLOC_|GLIBC_|OPENSSL_|SSL_CERT_|AWS_LAMBDA_EXEC_WRAPPER$)/;

/** Whether the runtime must be started with the function's own environment. */
export const needsOwnStart = (env: Readonly<Record<string, string>>): boolean =>
  Object.keys(env).some((name) => EARLY.test(name));

/**
 * The whole environment of a worker.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function workerEnvironment(
  spec: FunctionSpec,
  sandbox: Sandbox,
  stream: string,
  credentials: WorkerCredentials | 'none',
  initialisation: Initialisation,
): Record<string, string> {
  const layers = sandbox.layerDirectory;
  const keys = credentials !== 'none' && {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:${layers}/bin`,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LD_LIBRARY_PATH: `${spec.codeDirectory}:${spec.codeDirectory}/lib:${layers}/lib`,
    ...(sandbox.temporaryDirectory === '/tmp' ? {} : { TMPDIR: sandbox.temporaryDirectory }),
    ...spec.env,
    _HANDLER: spec.handler,
    LAMBDA_TASK_ROOT: spec.codeDirectory,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: initialisation,
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    ...keys,
  };
}
