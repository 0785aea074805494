import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './errors.ts';

/** A function's code, as its author wrote it. */
export type UserHandler = (
  event: unknown,
  context: object,
  callback?: (error: unknown, result?: unknown) => void,
) => unknown;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** Handlers that stream are told apart by this mark; streaming is not built. */
export function declareStreaming(): void {
  Object.defineProperty(globalThis, 'awslambda', {
    value: {
      streamifyResponse: (handler: object) => Object.assign(handler, { [STREAMING]: 'response' }),
      HttpResponseStream: class HttpResponseStream {},
    },
    configurable: true,
    writable: true, // the AWS SDK adds to it
  });
}

/**
 * Loads the handler, e.g. `src/app.handler` or `index.api.get`.
 * @throws RuntimeError named as Lambda names it
 */
export async function loadHandler(root: string, name: string, generation: number): Promise<UserHandler> {
  if (name.includes('..'))
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const file = /^([^.]*)\.(.*)$/.exec(basename(name));
  if (!file?.[1] || !file[2]) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const module = await loadModule(root, join(dirname(name), file[1]));
  const handler = file[2]
    .split('.')
    .reduce<unknown>((nested, key) => (nested as Record<string, unknown> | undefined)?.[key], module);
  if (handler === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (STREAMING in handler) {
    throw new RuntimeError(
      'Runtime.NotImplemented',
      'Postern does not stream responses: awslambda.streamifyResponse is not built',
    );
  }
  if (generation >= 24 && handler.length >= 3) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler as UserHandler;
}

async function loadModule(root: string, name: string): Promise<unknown> {
  const path = resolve(root, name);
  const found = ['', '.js', '.mjs', '.cjs'].map((extension) => path + extension).find(isFile);
  const require = createRequire(join(root, 'from.js'));
  try {
    if (found && isModule(found)) return await import(pathToFileURL(found).href);
    return require(found ?? path);
  } catch (error) {
    throw explain(error as Error & { code?: string });
  }
}

function explain(error: Error & { code?: string }): Error {
  if (error instanceof SyntaxError) return rename(error, 'Runtime.UserCodeSyntaxError');
  if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')
    return rename(error, 'Runtime.ImportModuleError');
  return error;
}

function rename(error: Error, name: string): Error {
  const named = new RuntimeError(name, String(error));
  named.stack = `${name}: ${error.stack ?? String(error)}`;
  return named;
}

function isFile(path: string): boolean {
  return existsSync(path) && !path.endsWith('/');
}

/** Whether Node would take the file for an ECMAScript module by its name or its package. */
function isModule(path: string): boolean {
  if (path.endsWith('.mjs')) return true;
  if (path.endsWith('.cjs') || !path.endsWith('.js')) return false;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest)) {
      try {
        return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type === 'module';
      } catch {
        return false;
      }
    }
    if (directory === dirname(directory)) return false;
  }
}
