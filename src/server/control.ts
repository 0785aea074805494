import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Origin } from '../wire/index.ts';

const PREFIX = '/_postern/';
const MAX_BODY_BYTES = 64 * 1024;

/** One answer of the server's own interface. `open` ones need no signature; the others the root user's, unless IAM is off. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After `/_postern/`; a last part `*` takes one encoded name. */
  readonly path: string;
  readonly open: boolean;
  /** @param name what `*` stood for, decoded */
  answer(input: unknown, name: string): unknown;
}

/** Refuses with this status and message. */
export class ControlRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What answers under `/_postern/`. */
export interface ControlSite {
  claims(url: string): boolean;
  serve(request: IncomingMessage, response: ServerResponse, origin: Origin): void;
}

/**
 * The server's own interface: JSON in, JSON out.
 * @param verifyRoot rejects with a {@link ControlRefusal} unless the request is the root user's
 */
export function controlSite(
  routes: readonly ControlRoute[],
  verifyRoot: (request: IncomingMessage, body: Buffer, origin: Origin) => Promise<void>,
): ControlSite {
  async function answer(request: IncomingMessage, origin: Origin): Promise<unknown> {
    const path = (request.url ?? '').slice(PREFIX.length).split('?')[0] as string;
    const route = routes.find(
      (candidate) => candidate.method === request.method && nameIn(candidate.path, path) !== undefined,
    );
    if (!route) throw new ControlRefusal(404, `no ${request.method} ${PREFIX}${path}`);
    if (route.method !== 'GET' && isForeign(request))
      throw new ControlRefusal(403, 'a page of another origin may change nothing here');
    const body = await bodyOf(request);
    if (!route.open) await verifyRoot(request, body, origin);
    return route.answer(parsed(body), nameIn(route.path, path) as string);
  }

  return {
    claims: (url) => url.startsWith(PREFIX),
    serve(request, response, origin) {
      answer(request, origin).then(
        (output) => send(response, 200, output ?? {}),
        (error: Error) =>
          send(response, error instanceof ControlRefusal ? error.status : 500, { message: error.message }),
      );
    },
  };
}

/** Whether a browser sent it for a page that is not ours: with `--iam off` no signature would stop it. */
function isForeign({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** What `*` stands for, '' for a route without one, undefined when the path is not the route's. */
function nameIn(route: string, path: string): string | undefined {
  if (!route.endsWith('/*')) return route === path ? '' : undefined;
  const start = route.slice(0, -1);
  const name = path.slice(start.length);
  if (!path.startsWith(start) || name === '' || name.includes('/')) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ControlRefusal(413, `a body has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ControlRefusal(400, 'the body is not JSON');
  }
}

function send(response: ServerResponse, status: number, output: unknown): void {
  const text = `${JSON.stringify(output)}\n`;
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
