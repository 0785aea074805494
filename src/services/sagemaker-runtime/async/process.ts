import { Readable } from 'node:stream';
import {
  type Endpoints,
  endpointId,
  type Outcome,
  type StreamedAnswer,
} from '../../../engine/endpoints/index.ts';
import type { Clock } from '../../../kit/index.ts';
import { Fault, type InsideClient } from '../../../wire/index.ts';
import { type Hosted, type HostedEndpoint, type Place, roleOf, type S3Location } from '../hosted.ts';
import { type OpenObject, openObject, type RoleS3, writeObject } from '../role-s3.ts';
import { RESPONSE_IN_NOTIFICATION_BYTES } from './notification.ts';
import type { AsyncRequest } from './request.ts';
import type { Result, Timing } from './result.ts';

/** What requests are processed with. */
export interface ProcessOptions {
  readonly clock: Clock;
  readonly endpoints: Endpoints;
  readonly hosted: Hosted;
  readonly inside: InsideClient;
}

type Times = { -readonly [K in keyof Timing]: Timing[K] };

/** One request on its way: body from S3, through an instance of a variant, answer to S3. Nothing of it is held whole. */
export class Processing {
  readonly #options: ProcessOptions;
  readonly #place: Place;
  readonly #endpoint: HostedEndpoint;
  readonly #request: AsyncRequest;
  readonly #variant: string;
  readonly #times: Times = {};
  #uploadFailure: unknown;
  #contentType = '';
  #sample: Buffer | undefined;

  constructor(
    options: ProcessOptions,
    place: Place,
    endpoint: HostedEndpoint,
    request: AsyncRequest,
    variant: string,
  ) {
    this.#options = options;
    this.#place = place;
    this.#endpoint = endpoint;
    this.#request = request;
    this.#variant = variant;
  }

  /** @param signal gives it up */
  async run(signal: AbortSignal): Promise<Result> {
    const s3 = this.#s3();
    const opened = s3 ? await this.#open(s3) : 'The execution role cannot be assumed.';
    if (typeof opened === 'string') {
      const reason = `ClientError: Failed to download the request from "${this.#inputName()}": ${opened}`;
      return this.#failed(s3, 'download', { reason });
    }
    const outcome = await this.#invoke(s3 as RoleS3, opened, signal);
    if (signal.aborted) return { kind: 'stopped' };
    return this.#settle(s3 as RoleS3, outcome);
  }

  #s3(): RoleS3 | undefined {
    const caller = this.#options.hosted.session(roleOf(this.#endpoint, this.#variant));
    return caller && { inside: this.#options.inside, caller, region: this.#place.region };
  }

  #inputName(): string {
    const { input } = this.#request;
    return 'location' in input ? input.location : 'the request itself';
  }

  /** The body, or why there is none. */
  async #open(s3: RoleS3): Promise<OpenObject | string> {
    const { input } = this.#request;
    if ('inline' in input) {
      const body = Buffer.from(input.inline, 'base64');
      return { stream: Readable.from([body], { objectMode: false }), bytes: body.length };
    }
    const location = this.#options.hosted.locate(input.location);
    if (!location) return 'it is no address of S3';
    try {
      return await openObject(s3, location);
    } catch (error) {
      return error instanceof Fault ? error.message : 'an internal error occurred';
    }
  }

  async #invoke(s3: RoleS3, opened: OpenObject, signal: AbortSignal): Promise<Outcome> {
    const { clock, endpoints } = this.#options;
    const { endpoint, fields, timeoutMs } = this.#request;
    const startedAt = clock.monotonic();
    let first: OpenObject | undefined = opened;
    const outcome = await endpoints.invoke(endpointId(this.#place, endpoint), {
      body: Buffer.alloc(0),
      headers: fields,
      variant: this.#variant,
      signal,
      timeoutMs,
      streamed: {
        body: async () => {
          const object = first ?? (await this.#again(s3));
          first = undefined;
          object.stream.once('end', () => {
            this.#times.downloadMs = clock.monotonic() - startedAt;
          });
          return object;
        },
        take: (answer) => this.#store(s3, answer),
      },
    });
    if ('modelMs' in outcome) this.#times.modelMs = outcome.modelMs;
    if (first) opened.stream.destroy();
    return outcome;
  }

  /** The body once more, for another instance. */
  async #again(s3: RoleS3): Promise<OpenObject> {
    const opened = await this.#open(s3);
    if (typeof opened === 'string') throw new Error(opened);
    return opened;
  }

  /** Writes an answer to S3 as it comes. What S3 refuses is no fault of the instance. */
  async #store(s3: RoleS3, { headers, pieces }: StreamedAnswer): Promise<void> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    this.#contentType = headers.get('content-type') ?? 'application/octet-stream';
    const body = Readable.from(this.#sampled(pieces), { objectMode: false });
    const location = this.#options.hosted.locate(this.#request.output) as S3Location;
    const { kmsKeyId } = this.#endpoint.asyncInference ?? {};
    try {
      await writeObject(s3, location, { body, contentType: this.#contentType, kmsKeyId });
    } catch (error) {
      this.#uploadFailure = error;
      body.destroy();
    }
    this.#times.uploadMs = clock.monotonic() - startedAt;
  }

  /** The pieces as they are; keeps what is short. */
  async *#sampled(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const kept: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes <= RESPONSE_IN_NOTIFICATION_BYTES) kept.push(piece);
        yield piece;
      }
    } catch {
      // in words that S3 gives back as they are; why it broke off is said by the outcome
      throw new Fault('IncompleteBody', 400, 'The answer of the container broke off.');
    }
    this.#sample = bytes <= RESPONSE_IN_NOTIFICATION_BYTES ? Buffer.concat(kept) : undefined;
  }

  /** The one table from what the engine says to what became of the request. */
  async #settle(s3: RoleS3, outcome: Outcome): Promise<Result> {
    switch (outcome.kind) {
      case 'answered':
        if (this.#uploadFailure !== undefined) {
          const reason = `ClientError: Failed to upload the response to "${this.#request.output}": ${wordsOf(this.#uploadFailure)}`;
          return this.#failed(s3, 'upload', { reason, instance: outcome.instance });
        }
        return {
          kind: 'completed',
          instance: outcome.instance,
          contentType: this.#contentType,
          ...(this.#sample && { response: this.#sample }),
          timing: this.#times,
        };
      case 'model-error': {
        const blame = outcome.status < 500 ? 'client' : 'server';
        const reason =
          `ClientError: Received ${blame} error (${outcome.status}) from model. See the SageMaker Endpoint logs in your account ` +
          'for more information.';
        const { instance, status, body } = outcome;
        return this.#failed(s3, 'model', { reason, instance, status, response: body });
      }
      case 'timed-out': {
        const reason = 'ClientError: The invocation timed out while waiting for a response from the model.';
        return this.#failed(s3, 'model', { reason, instance: outcome.instance });
      }
      case 'crashed':
      case 'unreadable': {
        const reason = 'ClientError: The model container did not answer.';
        return this.#failed(s3, 'model', { reason, instance: outcome.instance });
      }
      case 'refused':
        return this.#failed(s3, 'model', { reason: `ClientError: ${outcome.message || outcome.why}` });
      default:
        return { kind: 'not-now' };
    }
  }

  /** Says in S3 what is to be said instead of an answer, where there is a place for it. */
  async #failed(
    s3: RoleS3 | undefined,
    step: 'download' | 'model' | 'upload',
    what: { reason: string; instance?: string; status?: number; response?: Buffer },
  ): Promise<Result> {
    const { failure } = this.#request;
    const location = failure === undefined ? undefined : this.#options.hosted.locate(failure);
    if (location && s3) {
      const body = what.response ?? Buffer.from(what.reason);
      const { kmsKeyId } = this.#endpoint.asyncInference ?? {};
      try {
        await writeObject(s3, location, { body, contentType: 'text/plain', kmsKeyId });
      } catch (error) {
        return { kind: 'failed', step, ...what, unsaid: wordsOf(error), timing: this.#times };
      }
    }
    return { kind: 'failed', step, ...what, timing: this.#times };
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Fault ? error.message : 'an internal error occurred';
