import type { Clock, TokenBucket } from '../../kit/index.ts';
import { type Authority, authorise } from './authorise.ts';
import { readBody } from './body.ts';
import type { IntegrationOutcome } from './outcome.ts';
import { braces } from './execution-log.ts';
import { integrationTimeout, noSuchRoute, Refusal } from './refusal.ts';
import type { Answer, Integrated, Matched, Received, Seen, Validated } from './request.ts';
import { throttle } from './throttle.ts';
import type { UsagePlans } from './usage-plans.ts';

/** What a request meets on its way. */
export interface Surroundings {
  readonly clock: Clock;
  readonly authority: Authority;
  readonly plans: UsagePlans | undefined;
  readonly account: TokenBucket;
}

/** How far a request came, and what it is answered. */
export interface Ran {
  readonly seen: Seen;
  readonly answer: Answer | Refusal;
  readonly integration?: IntegrationOutcome;
}

/** The life of a request: match, authorise, throttle, validate, integrate; each may refuse. */
export async function run(received: Received, around: Surroundings): Promise<Ran> {
  const matched = match(received);
  if (matched instanceof Refusal) return { seen: received, answer: matched };
  logStart(matched);
  const authorised = await authorise(matched, around.authority);
  if (authorised instanceof Refusal) return { seen: matched, answer: authorised };
  const admitted = throttle(authorised, around.plans, around.account, around.clock.monotonic());
  if (admitted instanceof Refusal) return { seen: authorised, answer: admitted };
  const { validation } = matched.route;
  const missing = validation.parameters(admitted);
  if (missing) return { seen: admitted, answer: missing };
  const body = admitted.early ?? (await readBody(admitted.source, admitted.headers.get('content-length')));
  if (body instanceof Refusal) return { seen: admitted, answer: body };
  const unfit = validation.body(admitted, body);
  if (unfit) return { seen: admitted, answer: unfit };
  return integrate({ ...admitted, body }, around.clock);
}

function match(request: Received): Matched | Refusal {
  const found = request.stage.routes.find(request.path, request.method);
  if (!found) return noSuchRoute();
  return { ...request, route: found.leaf, pathParameters: found.parameters };
}

async function integrate(request: Validated, clock: Clock): Promise<Ran> {
  const { log } = request;
  if (log.tracing) log.trace(`Method request body before transformations: ${request.body.toString()}`);
  const startedMs = clock.monotonic();
  const { answer, endpoint } = await withinTime(request, clock);
  const integration = { ...endpoint, latencyMs: clock.monotonic() - startedMs };
  if (log.detailed && endpoint.status !== undefined) {
    log.info(
      `Received response. Status: ${endpoint.status}, Integration latency: ${Math.round(integration.latencyMs)} ms`,
    );
  }
  return { seen: request, answer, integration };
}

/** Waits for the integration as long as its time-out says. A function runs on after that, as on AWS. */
function withinTime(request: Validated, clock: Clock): Promise<Integrated> {
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const timer = clock.after(request.route.timeoutMs, () => {
      const refusal = integrationTimeout();
      resolve({ answer: refusal, endpoint: { error: refusal.reason } });
      waiting.abort();
    });
    request.route.integrate(request, waiting.signal).then(
      (integrated) => {
        timer[Symbol.dispose]();
        resolve(integrated);
      },
      (error: unknown) => {
        timer[Symbol.dispose]();
        reject(error);
      },
    );
  });
}

function logStart({ log, requestId, method, route, pathParameters, query, headers }: Matched): void {
  if (!log.detailed) return;
  log.info(`Starting execution for request: ${requestId}`);
  log.info(`HTTP Method: ${method}, Resource Path: ${route.resourcePath}`);
  log.info(`Method request path: ${braces(Object.entries(pathParameters))}`);
  log.info(
    `Method request query string: ${braces([...query].map(([name, values]) => [name, values.at(-1) ?? '']))}`,
  );
  log.info(
    `Method request headers: ${braces([...headers.names()].map((name) => [name, shown(name, headers.all(name).join(','))]))}`,
  );
}

/** Secrets do not go in logs. */
const shown = (name: string, value: string): string =>
  /^(authorization|x-api-key|x-amz-security-token)$/.test(name)
    ? '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6)
    : value;
