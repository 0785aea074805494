import { Readable } from 'node:stream';
import { setImmediate as others } from 'node:timers/promises';
import type { MetricSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../../kit/index.ts';
import { Fault, type InsideClient } from '../../../wire/index.ts';
import { type CaptureSettings, type Hosted, type HostedEndpoint, type Place, roleOf } from '../hosted.ts';
import { CAPTURE_BUFFER_BYTES, CAPTURE_FLUSH_MS } from '../limits.ts';
import { writeObject } from '../role-s3.ts';
import { type Captured, captureKey, captureLine } from './line.ts';

/** What data capture stands on. */
export interface CaptureOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly inside: InsideClient;
  readonly hosted: Hosted;
  readonly metrics: MetricSink;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  background(name: string, work: Promise<void>): void;
}

/** What goes into one file. */
interface Batch {
  readonly place: Place;
  readonly endpoint: HostedEndpoint;
  readonly settings: CaptureSettings;
  readonly variant: string;
  readonly begunMs: number;
  readonly captured: Captured[];
  bytes: number;
  dropped: number;
}

const HOUR_MS = 3_600_000;
/** What a captured request is counted for besides its payloads, bytes. */
const RECORD_BYTES = 300;

/**
 * Data capture: requests and answers are put aside as they go by, in bounded memory and without a copy, and written to S3 every few seconds.
 * What there is no room for is dropped and counted: no request waits for its capture.
 */
export class DataCapture implements AsyncDisposable {
  readonly #options: CaptureOptions;
  /** By endpoint, variant and hour; an endpoint with other settings is another one. */
  #batches = new Map<string, Batch>();
  #bytes = 0;
  #timer: Disposable | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** Whether a request is one of those that are captured. */
  samples({ samplingPercentage }: CaptureSettings): boolean {
    return this.#options.random() * 100 < samplingPercentage;
  }

  /** Puts a request and its answer aside. */
  add(place: Place, endpoint: HostedEndpoint, variant: string, captured: Captured): void {
    if (!endpoint.capture) return;
    const batch = this.#batchFor(place, endpoint, endpoint.capture, variant, captured.timeMs);
    const bytes = captured.input.data.length + captured.output.data.length + RECORD_BYTES;
    if (this.#bytes + bytes > CAPTURE_BUFFER_BYTES) {
      batch.dropped++;
      return;
    }
    this.#bytes += bytes;
    batch.bytes += bytes;
    batch.captured.push(captured);
  }

  /** Writes what was put aside. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    await this.flush();
    await this.flush(); // what came during the first
  }

  #batchFor(
    { account, region }: Place,
    endpoint: HostedEndpoint,
    settings: CaptureSettings,
    variant: string,
    timeMs: number,
  ): Batch {
    const hour = Math.floor(timeMs / HOUR_MS);
    const key = `${account}/${region}/${endpoint.name}/${variant}/${hour}`;
    const found = this.#batches.get(key);
    if (found?.endpoint.deployment === endpoint.deployment) return found;
    const batch: Batch = {
      place: { account, region },
      endpoint,
      settings,
      variant,
      begunMs: timeMs,
      captured: [],
      bytes: 0,
      dropped: 0,
    };
    if (found) this.#batches.set(`${key}/${this.#batches.size}`, found); // what was captured with the settings before
    this.#batches.set(key, batch);
    this.#timer ??= this.#options.clock.after(CAPTURE_FLUSH_MS, () => {
      this.#timer = undefined;
      this.#options.background('data capture', this.flush());
    });
    return batch;
  }

  async #flushAll(): Promise<void> {
    const batches = [...this.#batches.values()];
    this.#batches = new Map();
    for (const batch of batches) {
      try {
        if (batch.captured.length > 0) await this.#write(batch);
      } catch (error) {
        const reason = error instanceof Fault ? error.message : String(error);
        this.#lost(batch, batch.captured.length, `they could not be written to S3: ${reason}`);
        batch.captured.length = 0;
      } finally {
        this.#bytes -= batch.bytes;
      }
      if (batch.dropped > 0) this.#lost(batch, batch.dropped, 'too many were waiting to be written');
      this.#measure(batch, 'DataCaptureRecords', batch.captured.length);
    }
  }

  async #write({ place, endpoint, settings, variant, begunMs, captured }: Batch): Promise<void> {
    const { inside, hosted, ids } = this.#options;
    const caller = hosted.session(roleOf(endpoint, variant));
    if (!caller) throw new Error('the execution role cannot be assumed');
    const { bucket, key: prefix } = settings.destination;
    const key = captureKey(prefix, endpoint.name, variant, begunMs, ids.uuid());
    const body = Readable.from(this.#lines(settings, captured), { objectMode: false });
    await writeObject(
      { inside, caller, region: place.region },
      { bucket, key },
      { body, contentType: 'application/jsonlines', kmsKeyId: settings.kmsKeyId },
    );
  }

  async *#lines(settings: CaptureSettings, captured: readonly Captured[]): AsyncGenerator<Buffer> {
    for (const one of captured) {
      yield Buffer.from(captureLine(settings, one, this.#options.ids.uuid()));
      await others(); // a line may be long, and requests come first
    }
  }

  #lost(batch: Batch, count: number, why: string): void {
    const { endpoint, variant } = batch;
    this.#options.log.warn(
      { endpoint: endpoint.name, variant, count, why },
      'captured requests were dropped',
    );
    this.#measure(batch, 'DataCaptureDroppedRecords', count);
  }

  /** AWS has no metrics of data capture: these are our own. */
  #measure({ place, endpoint, variant }: Batch, name: string, value: number): void {
    this.#options.metrics.record({
      account: place.account,
      region: place.region,
      namespace: 'Postern',
      name,
      dimensions: { EndpointName: endpoint.name, VariantName: variant },
      value,
      unit: 'Count',
    });
  }
}
