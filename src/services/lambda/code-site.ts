import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CodeStore } from '../../engine/functions/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { Site } from '../../wire/index.ts';

const PATH = '/_lambda/code/';

/** As long as the links of Lambda hold, milliseconds. */
const VALID_MS = 600_000;

/** Where archives of functions and layers can be fetched by those who were given a link, as from Lambda's own bucket. */
export class CodeSite implements Site {
  readonly #code: CodeStore;
  readonly #clock: Clock;
  readonly #secret: string;

  /** @param secret what links are signed with; of this life of the server */
  constructor(code: CodeStore, clock: Clock, secret: string) {
    this.#code = code;
    this.#clock = clock;
    this.#secret = secret;
  }

  /** A link to an archive, good for ten minutes. */
  location(id: string, endpoint: string): string {
    const expires = String(this.#clock.now() + VALID_MS);
    return `${endpoint}${PATH}${id}.zip?expires=${expires}&signature=${this.#sign(id, expires)}`;
  }

  claims(_host: string, rawPath: string): boolean {
    return rawPath.startsWith(PATH);
  }

  serve(...[request, response]: Parameters<Site['serve']>): void {
    const url = new URL(request.url ?? '', 'http://localhost');
    const id = url.pathname.slice(PATH.length).replace(/\.zip$/, '');
    const refuse = (status: number) => response.writeHead(status).end();
    if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405);
    if (!this.#isGood(id, url.searchParams.get('expires') ?? '', url.searchParams.get('signature') ?? '')) {
      return void refuse(403);
    }
    this.#code.zip(id).then(
      (archive) => {
        response.writeHead(200, { 'Content-Type': 'application/zip', 'Content-Length': archive.length });
        response.end(request.method === 'HEAD' ? undefined : archive);
      },
      () => refuse(404),
    );
  }

  #sign(id: string, expires: string): string {
    return createHmac('sha256', this.#secret).update(`${id} ${expires}`).digest('hex');
  }

  #isGood(id: string, expires: string, signature: string): boolean {
    const right = Buffer.from(this.#sign(id, expires));
    const given = Buffer.from(signature);
    return (
      /^[0-9a-f]{64}$/.test(id) &&
      given.length === right.length &&
      timingSafeEqual(given, right) &&
      Number(expires) > this.#clock.now()
    );
  }
}
