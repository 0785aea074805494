import { type Endpoints, endpointId } from '../../../engine/endpoints/index.ts';
import type { LogSink, MetricSink } from '../../../engine/telemetry/index.ts';
import { type Clock, every, type Ids, type Logger, sleep } from '../../../kit/index.ts';
import type { Collection, Records, Store } from '../../../store/index.ts';
import type { InsideClient } from '../../../wire/index.ts';
import type { Hosted, HostedEndpoint, Place } from '../hosted.ts';
import { ASYNC_BACKLOG, ASYNC_RETRY_MS, BACKLOG_PERIOD_MS, CAPACITY_LOOK_MS } from '../limits.ts';
import { chooseFree } from './free-variant.ts';
import { Line, type Waiting } from './line.ts';
import { AsyncMeasures } from './measures.ts';
import { Processing } from './process.ts';
import { AsyncReport } from './report.ts';
import { ASYNC_REQUESTS, type AsyncRequest, requestKey } from './request.ts';
import type { Ended, Result } from './result.ts';

/** What asynchronous inference stands on. */
export interface AsyncOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly endpoints: Endpoints;
  readonly hosted: Hosted;
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  /** Metric periods are divided by this. */
  readonly timeScale: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  background(name: string, work: Promise<void>): void;
}

/**
 * The asynchronous requests of all endpoints: kept in the store until they have been answered, so that a kill of the server loses none;
 * given to instances as these have room, in the order in which they came. One that was being processed at a kill is processed again.
 */
export class AsyncRequests implements Disposable {
  readonly #options: AsyncOptions;
  readonly #records: Collection<AsyncRequest>;
  readonly #measures: AsyncMeasures;
  readonly #report: AsyncReport;
  readonly #lines = new Map<string, Line>();
  readonly #closing = new AbortController();
  readonly #ticking: Disposable;
  #looking: Disposable | undefined;
  #serial = 0;

  constructor(options: AsyncOptions) {
    const { clock, log, logs, metrics, store, timeScale } = options;
    this.#options = options;
    this.#records = store.collection<AsyncRequest>(ASYNC_REQUESTS);
    this.#measures = new AsyncMeasures(metrics);
    this.#report = new AsyncReport(clock, log, logs, this.#measures);
    this.#ticking = every(clock, BACKLOG_PERIOD_MS / timeScale, () => this.#tick());
  }

  /** Keeps a request and processes it as soon as may be. @returns false when too many wait */
  accept(place: Place, request: AsyncRequest): boolean {
    const line = this.#lineOf(place, request.endpoint);
    if (line.size >= ASYNC_BACKLOG) return false;
    const key = requestKey(request.endpoint, request.acceptedMs, this.#serial++, this.#options.ids.hex(8));
    this.#recordsOf(place).put(key, request);
    line.push({ key, acceptedMs: request.acceptedMs, expiresMs: request.expiresMs });
    this.#pump(line);
    return true;
  }

  /** Takes up the requests that an earlier life of the server left. */
  resume(): void {
    const found = this.#records.all().sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { account, region, key, row } of found) {
      const { acceptedMs, expiresMs } = row;
      this.#lineOf({ account, region }, row.endpoint).push({ key, acceptedMs, expiresMs });
    }
    for (const line of this.#lines.values()) this.#pump(line);
  }

  /** Begins nothing more and gives up what is under way; the store still has it. */
  [Symbol.dispose](): void {
    this.#closing.abort();
    this.#ticking[Symbol.dispose]();
    this.#looking?.[Symbol.dispose]();
  }

  #lineOf({ account, region }: Place, name: string): Line {
    const id = endpointId({ account, region }, name);
    let line = this.#lines.get(id);
    if (!line) this.#lines.set(id, (line = new Line({ account, region }, name)));
    return line;
  }

  #recordsOf({ account, region }: Place): Records<AsyncRequest> {
    return this.#records.in(account, region);
  }

  /** Gives waiting requests to variants that have room. */
  #pump(line: Line): void {
    if (this.#closing.signal.aborted) return;
    const endpoint = this.#options.hosted.find(line.place, line.name);
    if (!endpoint) return this.#forget(line);
    this.#expire(line, endpoint);
    while (line.waiting > 0) {
      const variant = chooseFree(this.#roomOf(line, endpoint), this.#options.random());
      const next = variant && line.begin(variant.name);
      if (!next) return this.#lookLater();
      this.#options.background(
        `asynchronous request ${next.key}`,
        this.#process(line, endpoint, variant.name, next),
      );
    }
  }

  #roomOf(line: Line, { asyncInference, roles }: HostedEndpoint) {
    if (!asyncInference) return [];
    const standing = this.#options.endpoints.standing(endpointId(line.place, line.name)) ?? [];
    const free = (name: string, inService: number) =>
      inService * asyncInference.concurrency - line.runningIn(name);
    return standing
      .filter(({ name }) => roles.has(name)) // shadows get no requests of their own
      .map(({ name, weight, inService }) => ({ name, weight, free: free(name, inService) }));
  }

  /** Instances come and go without a word to us: while requests wait, we look. */
  #lookLater(): void {
    this.#looking ??= this.#options.clock.after(CAPACITY_LOOK_MS, () => {
      this.#looking = undefined;
      for (const line of this.#lines.values()) if (line.waiting > 0) this.#pump(line);
    });
  }

  async #process(line: Line, endpoint: HostedEndpoint, variant: string, waiting: Waiting): Promise<void> {
    const over = await this.#attempt(line, endpoint, variant, waiting).catch(async (error: unknown) => {
      const { clock, log } = this.#options;
      const fields = { endpoint: line.name, request: waiting.key, error };
      log.error(fields, 'an asynchronous request could not be processed; it is tried again');
      line.done(variant, waiting); // others may have its place meanwhile
      this.#lookLater();
      await sleep(clock, ASYNC_RETRY_MS, this.#closing.signal).catch(() => {});
      return false;
    });
    if (this.#closing.signal.aborted) return;
    if (!over) {
      line.putBack(variant, waiting);
      return this.#lookLater();
    }
    line.done(variant, waiting);
    this.#pump(line);
  }

  /** @returns whether nothing more is to be done for the request */
  async #attempt(line: Line, endpoint: HostedEndpoint, variant: string, waiting: Waiting): Promise<boolean> {
    const begunMs = this.#options.clock.now();
    const records = this.#recordsOf(line.place);
    const request = records.get(waiting.key);
    const live = request?.endpointCreatedMs === endpoint.createdMs ? request : undefined;
    const result = live && (await this.#run(line, endpoint, live, variant));
    if (this.#closing.signal.aborted || result?.kind === 'stopped' || result?.kind === 'not-now')
      return false;
    records.delete(waiting.key);
    if (live && result) this.#ended(line, endpoint, live, variant, result, begunMs);
    return true;
  }

  #run(line: Line, endpoint: HostedEndpoint, request: AsyncRequest, variant: string): Promise<Result> {
    return new Processing(this.#options, line.place, endpoint, request, variant).run(this.#closing.signal);
  }

  #ended(
    line: Line,
    { asyncInference }: HostedEndpoint,
    request: AsyncRequest,
    variant: string,
    result: Ended,
    begunMs: number,
  ): void {
    if (asyncInference) this.#report.ended(line.place, asyncInference, request, variant, result, begunMs);
  }

  /** Requests that nobody began in time. */
  #expire(line: Line, endpoint: HostedEndpoint): void {
    const nowMs = this.#options.clock.now();
    const [variant = ''] = endpoint.roles.keys();
    for (const { key } of line.expire(nowMs)) {
      const request = this.#recordsOf(line.place).get(key);
      const reason = 'ClientError: The request reached its time to live before it could be processed.';
      const result = { kind: 'failed', step: 'expired', reason, timing: {} } as const;
      if (request) this.#ended(line, endpoint, request, variant, result, nowMs);
      this.#recordsOf(line.place).delete(key);
    }
  }

  /** The endpoint is gone, and its requests with it. */
  #forget(line: Line): void {
    for (const { key } of line.clear()) this.#recordsOf(line.place).delete(key);
    if (line.size === 0) this.#lines.delete(endpointId(line.place, line.name));
  }

  /** Once a period: how each endpoint stands, whether or not anything waits. */
  #tick(): void {
    const { hosted, endpoints, clock } = this.#options;
    for (const line of this.#lines.values()) this.#pump(line);
    for (const place of hosted.asynchronous()) {
      const line = this.#lines.get(endpointId(place, place.name));
      const standing = endpoints.standing(endpointId(place, place.name)) ?? [];
      this.#measures.backlog(place, place.name, {
        size: line?.size ?? 0,
        instances: standing.reduce((sum, { inService }) => sum + inService, 0),
        oldestAgeMs: line?.oldestMs === undefined ? 0 : clock.now() - line.oldestMs,
      });
    }
  }
}
