import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, every, type Ids, type Logger, TokenBucket } from '../../kit/index.ts';
import type { LogSink, MetricSink } from '../telemetry/index.ts';
import type { Authority } from './authorise.ts';
import { compileStage } from './compile.ts';
import { KeptLog, noLog } from './execution-log.ts';
import type { FunctionInvoker } from './functions-port.ts';
import { gatewayAnswer, plainAnswer } from './gateway-response.ts';
import { Headers } from './headers.ts';
import { HttpClients } from './integrations/http-clients.ts';
import { parseQuery } from './query.ts';
import { headersTooLarge, internalError, noSuchStage, Refusal } from './refusal.ts';
import type { Answer, Origin, Received, Stage } from './request.ts';
import { logEnd, record } from './record.ts';
import { type Ran, run } from './run.ts';
import type { ApiSpec, KeySpec, PlanSpec, StageSpec } from './spec.ts';
import { type UsageKeeper, UsageMeter } from './usage-meter.ts';
import { UsagePlans } from './usage-plans.ts';
import { encodeBody, hasMuchLeft, write } from './write.ts';

/** What a gateway is made with. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  readonly authority: Authority;
  readonly functions: FunctionInvoker;
  readonly usage: UsageKeeper;
}

/** Which stage a request is for, and what is left of its path. */
export interface Destination {
  readonly apiId: string;
  readonly stage: string;
  /** Below the stage, undecoded, without the query. */
  readonly path: string;
}

/**
 * The account's rate in a Region: 10,000 requests a second, bursts of 5,000.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const ACCOUNT_THROTTLE = { ratePerSecond: 10_000, burst: 5_000 } as const;

/** Request line and header fields may have so many bytes together. */
const HEADER_BYTES = 10_240;

interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
}

/** Serves deployed stages. */
export class Gateway implements AsyncDisposable {
  readonly usage: UsageMeter;
  readonly #parts: GatewayParts;
  readonly #stages = new Map<string, Stage>();
  readonly #plans = new Map<string, UsagePlans>();
  readonly #accounts = new Map<string, TokenBucket>();
  readonly #http = new HttpClients();
  readonly #closing = new AbortController();
  readonly #flushing: Disposable;
  /** One log stream a process, as hosts of API Gateway have. */
  readonly #stream: string;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.usage = new UsageMeter(parts.usage);
    this.#flushing = every(parts.clock, 1_000, () => this.#flushUsage());
    this.#stream = parts.ids.hex(32);
  }

  /** Serves a stage as it now is; requests under way end as they began. */
  place(spec: StageSpec): void {
    this.#stages.set(`${spec.api.apiId}/${spec.name}`, this.#compile(spec));
  }

  /** Serves a stage no longer. */
  remove(apiId: string, stage: string): void {
    this.#stages.delete(`${apiId}/${stage}`);
  }

  /** Takes the usage plans and keys of an account and Region as they now are. */
  placePlans(account: string, region: string, plans: readonly PlanSpec[], keys: readonly KeySpec[]): void {
    const scope = `${account}/${region}`;
    const placed = this.#plans.get(scope) ?? new UsagePlans(this.usage);
    placed.place(plans, keys);
    this.#plans.set(scope, placed);
  }

  /** Answers one HTTP request. Never throws. */
  serve(message: IncomingMessage, response: ServerResponse, to: Destination, origin: Origin): void {
    // without a listener, a broken connection would be an uncaught error
    message.on('error', () => {});
    response.on('error', () => {});
    this.#serve(message, response, to, origin).catch((error: unknown) => {
      this.#parts.log.error(
        { err: error, apiId: to.apiId, stage: to.stage },
        'a request failed in the gateway',
      );
      this.#writeRefusal(message, response, internalError('Internal failure'), this.#newIds());
    });
  }

  /** Runs a request through a method as TestInvokeMethod does: no authorisation, keys or throttles; the log is handed out. */
  async test(
    api: ApiSpec,
    request: {
      method: string;
      path: string;
      query: string;
      headers: Headers;
      body: Buffer;
      variables: Readonly<Record<string, string>>;
    },
  ): Promise<{ requestId: string; answer: Answer; latencyMs: number; lines: KeptLog['lines'] }> {
    const { clock } = this.#parts;
    const stage = this.#compile({
      api,
      name: 'test-invoke-stage',
      variables: request.variables,
      settings: {},
    });
    const log = new KeptLog({ detailed: true, tracing: true }, () => clock.now());
    const received: Received = {
      ...this.#newIds(),
      stage,
      log,
      method: request.method,
      path: request.path,
      fullPath: request.path,
      target: request.path,
      query: parseQuery(request.query),
      headers: request.headers,
      host: 'testPrefix.testDomainName',
      origin: { sourceIp: 'test-invoke-source-ip', secure: true },
      timeMs: clock.now(),
      startedMs: clock.monotonic(),
      source: request.body,
      test: true,
    };
    const ran = await this.#run(received);
    const answer = ran.answer instanceof Refusal ? gatewayAnswer(ran.answer, ran.seen) : ran.answer;
    logEnd(ran, answer, log);
    return {
      requestId: received.requestId,
      answer,
      latencyMs: clock.monotonic() - received.startedMs,
      lines: log.lines,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#flushing[Symbol.dispose]();
    this.#flushUsage();
    this.#closing.abort(new Error('the gateway closes'));
    await this.#http[Symbol.asyncDispose]();
  }

  async #serve(
    message: IncomingMessage,
    response: ServerResponse,
    to: Destination,
    origin: Origin,
  ): Promise<void> {
    const ids = this.#newIds(message.headers['x-amzn-trace-id']);
    const stage = this.#stages.get(`${to.apiId}/${to.stage}`);
    if (!stage) return this.#writeRefusal(message, response, noSuchStage(), ids);
    const received = this.#receive(message, stage, to, origin, ids);
    const target = message.url ?? '/';
    const ran =
      received.headers.bytes + target.length > HEADER_BYTES
        ? { seen: received, answer: headersTooLarge() }
        : await this.#run(received);
    const answer = ran.answer instanceof Refusal ? gatewayAnswer(ran.answer, ran.seen) : ran.answer;
    const sent = await this.#send(message, response, answer, ran);
    this.#record(ran, answer, sent);
  }

  #receive(
    message: IncomingMessage,
    stage: Stage,
    to: Destination,
    origin: Origin,
    ids: RequestIds,
  ): Received {
    const { clock } = this.#parts;
    const target = message.url ?? '/';
    const at = target.indexOf('?');
    const { logging } = stage;
    const headers = new Headers(message.rawHeaders);
    return {
      stage,
      requestId: ids.requestId,
      extendedRequestId: ids.extendedRequestId,
      traceId: ids.traceId,
      method: message.method ?? 'GET',
      path: `/${to.path.replace(/^\/+/, '')}`,
      fullPath: `/${to.stage}${to.path}`,
      target,
      query: parseQuery(at < 0 ? '' : target.slice(at + 1)),
      headers,
      host: (headers.get('host') ?? '').replace(/:\d+$/, ''),
      origin,
      timeMs: clock.now(),
      startedMs: clock.monotonic(),
      log: logging.errors ? new KeptLog(logging, () => clock.now()) : noLog,
      source: message,
      test: false,
    };
  }

  async #run(received: Received): Promise<Ran> {
    const { account, region } = received.stage.api;
    return run(received, {
      clock: this.#parts.clock,
      authority: this.#parts.authority,
      plans: this.#plans.get(`${account}/${region}`),
      account: this.#accountBucket(account, region),
    });
  }

  async #send(message: IncomingMessage, response: ServerResponse, answer: Answer, ran: Ran): Promise<number> {
    const { body, encoding } = await encodeBody(answer, ran.seen);
    const headers = [...answer.headers];
    if (encoding) headers.push(['Content-Encoding', encoding]);
    const kind = ran.seen.route?.spec.integration?.kind;
    const traced =
      !(ran.answer instanceof Refusal) &&
      (kind === 'function-proxy' || kind === 'function' || kind === 'http');
    if (traced) headers.push(['X-Amzn-Trace-Id', ran.seen.traceId]);
    if (hasMuchLeft(message)) headers.push(['Connection', 'close']);
    write(response, { status: answer.status, headers, body }, ran.seen);
    return Buffer.byteLength(body);
  }

  #flushUsage(): void {
    try {
      this.usage.flush();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'usage could not be written');
    }
  }

  #record(ran: Ran, answer: Answer, responseBytes: number): void {
    const { clock, metrics, logs } = this.#parts;
    const latencyMs = clock.monotonic() - ran.seen.startedMs;
    record(ran, answer, { responseBytes, latencyMs }, { metrics, logs, stream: this.#stream });
  }

  #writeRefusal(
    message: IncomingMessage,
    response: ServerResponse,
    refusal: Refusal,
    ids: { requestId: string; extendedRequestId: string },
  ): void {
    const { status, headers, body } = plainAnswer(refusal);
    write(
      response,
      { status, headers: hasMuchLeft(message) ? [...headers, ['Connection', 'close']] : headers, body },
      ids,
    );
  }

  #compile(spec: StageSpec): Stage {
    const context = {
      functions: this.#parts.functions,
      http: this.#http,
      closing: this.#closing.signal,
    };
    return compileStage(spec, context, this.#parts.clock.monotonic());
  }

  #accountBucket(account: string, region: string): TokenBucket {
    const key = `${account}/${region}`;
    const known = this.#accounts.get(key);
    if (known) return known;
    const { ratePerSecond, burst } = ACCOUNT_THROTTLE;
    const bucket = new TokenBucket(ratePerSecond, burst, this.#parts.clock.monotonic());
    this.#accounts.set(key, bucket);
    return bucket;
  }

  #newIds(trace?: string | string[]): RequestIds {
    const { ids, clock } = this.#parts;
    const root =
      typeof trace === 'string' && /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/.test(trace) ? trace : undefined;
    // UUIDs are drawn ahead in bulk, other random bytes one call at a time
    const digits = ids.uuid().replaceAll('-', '');
    const more = ids.uuid().replaceAll('-', '');
    return {
      requestId: ids.uuid(),
      extendedRequestId: Buffer.from(more.slice(0, 22), 'hex').toString('base64'),
      traceId: root ?? `Root=1-${Math.floor(clock.now() / 1000).toString(16)}-${digits.slice(0, 24)}`,
    };
  }
}
