import type { HttpRequest } from '@smithy/types';
import { type Program, startProgram } from './processes.ts';
import type { Target } from './load.ts';

/** An ephemeral Postern with the example deployed, its usage plan too wide to be met. */
export interface BenchPostern extends AsyncDisposable {
  readonly url: string;
  readonly program: Program;
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The example's API. */
  readonly api: { readonly url: string; readonly apiKey: string };
}

const credentials = { accessKeyId: 'AKIABENCHMARKBENCHMA', secretAccessKey: 'benchmark' };

/**
 * Starts one; the example's function may use a whole processor.
 * @param more options of `postern start`
 */
export async function startPostern(port: number, more: readonly string[] = []): Promise<BenchPostern> {
  const options = ['--ephemeral', '--port', String(port), '--log-level', 'error', ...more];
  const program = await startProgram(
    ['bin/postern.js', 'start', '--json', '--deploy', 'bench/deploy.ts', ...options],
    {
      POSTERN_ACCESS_KEY_ID: credentials.accessKeyId,
      POSTERN_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  );
  const { outputs } = JSON.parse(program.firstLine) as { outputs: { url: string; apiKey: string } };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    program,
    client: { endpoint: url, region: 'us-east-1', credentials },
    api: outputs,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

/** The request that an SDK client would send for this command, signed: good for some minutes. */
export async function signedRequest(
  send: (requestHandler: { handle(request: HttpRequest): Promise<never> }) => Promise<unknown>,
): Promise<Target> {
  let signed: HttpRequest | undefined;
  const caught = new Error('caught');
  await send({
    handle: async (request) => {
      signed = request;
      throw caught;
    },
  }).catch((error: unknown) => {
    if (!signed) throw error;
  });
  const { method, protocol, hostname, port, path, query, headers, body } = signed as HttpRequest;
  const search = new URLSearchParams(query as Record<string, string>).toString();
  const { 'content-length': _length, host: _host, ...kept } = headers; // load generators write these themselves, to the same effect
  return {
    method: method as 'POST',
    url: `${protocol}//${hostname}:${port}${path}${search && `?${search}`}`,
    headers: kept,
    body: Buffer.from(body as Uint8Array | string).toString(),
  };
}
