import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import { checkAnnouncedDigests } from '../auth/announced-digests.ts';
import { collect, streamOf } from '../auth/body.ts';
import type { Authenticate, Authenticated, AuthTarget, RefusalFamily } from '../auth/index.ts';
import { Fault } from '../fault.ts';
import { QueryParameters } from '../http/query-string.ts';
import type { ProtocolResponse } from '../protocol.ts';
import { PROTOCOLS } from '../protocols.ts';
import type { Received } from '../received.ts';
import type { Recognised, Recogniser } from '../recognise/recogniser.ts';
import { scopeService } from '../recognise/scope.ts';
import { strangerModel } from '../recognise/stranger.ts';
import { newRequestId } from '../request-id.ts';
import type { Operation } from '../shape.ts';
import { internalFailure, missingToken, notImplemented, unknownOperation } from './refusals.ts';
import { isZipped, unzipped } from './request-body.ts';
import { respond } from './respond.ts';
import { keepStack, type Runner } from './runner.ts';
import { serverCall } from './server-call.ts';
import type { Built, ServiceTable } from './service-table.ts';

/** What every exchange needs. */
export interface ExchangeParts {
  readonly authenticate: Authenticate;
  readonly recogniser: Recogniser;
  readonly services: ServiceTable;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

/** Bodies without a signature are read before their service is known: forms, which are small. */
const UNSIGNED_FORM_BYTES = 1024 * 1024;
/** A collected body whose operation is not known yet. */
const UNKNOWN_BODY_BYTES = 10 * 1024 * 1024;
const EMPTY = Buffer.alloc(0);
const NOBODY = strangerModel('postern', 'restJson1');

/** One request and its answer. */
export class Exchange {
  readonly #parts: ExchangeParts;
  #received: Received;
  readonly #host: string;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #recognised: Recognised | undefined;
  #built: Built | undefined;
  #requestId = '';

  constructor(
    parts: ExchangeParts,
    received: Received,
    host: string,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    this.#parts = parts;
    this.#received = received;
    this.#host = host;
    this.#request = request;
    this.#response = response;
  }

  /** Answers, whatever happens. */
  async answer(): Promise<void> {
    let outcome: ProtocolResponse;
    try {
      outcome = await this.#succeed();
    } catch (error) {
      if (this.#isGone()) return;
      outcome = this.#fail(error);
    }
    try {
      this.#send(outcome);
    } catch (error) {
      this.#parts.log.error({ err: error, requestId: this.#requestId }, 'an answer could not be written');
      this.#response.destroy();
    }
  }

  async #succeed(): Promise<ProtocolResponse> {
    const recognised = this.#recognise() ?? (await this.#recogniseLater());
    const authenticated = await this.#parts.authenticate(this.#received, this.#target(recognised));
    const built = this.#built ?? this.#findBuilt(this.#actionIn(recognised, authenticated));
    this.#built = built;
    if (authenticated.caller.kind === 'anonymous' && !built.unsigned) throw missingToken();
    const protocol = PROTOCOLS[recognised.protocol];
    const decoded = this.#decode(recognised, built, authenticated);
    const input = decoded instanceof Promise ? await decoded : decoded;
    const { clock } = this.#parts;
    const call = serverCall(
      {
        requestId: this.#requestId,
        service: recognised.model.name,
        operation: built.operation.name,
        region: authenticated.region,
        caller: authenticated.caller,
        timeMs: clock.now(),
        origin: this.#received.origin,
        headers: this.#received.headers,
      },
      this.#response,
    );
    const output = await this.#parts.runner.run(built, input, call, recognised.protocol);
    return protocol.encode(built.operation, (output ?? {}) as Record<string, unknown>, this.#requestId);
  }

  /** What the request is; undefined where that takes its body, or a service that is not loaded yet. */
  #recognise(): Recognised | undefined {
    if (this.#isUnsignedForm()) return undefined;
    const recognised = this.#parts.recogniser.recognise(this.#received, this.#host);
    this.#take(recognised);
    if (recognised && this.#parts.services.load(recognised.model.name)) return undefined;
    return this.#findOperation();
  }

  async #recogniseLater(): Promise<Recognised> {
    if (!this.#recognised) {
      const byForm = await this.#recogniseForm();
      this.#take(byForm ?? this.#parts.recogniser.recognise(this.#received, this.#host));
    }
    await this.#parts.services.load((this.#recognised as Recognised).model.name);
    return this.#findOperation();
  }

  #take(recognised: Recognised | undefined): void {
    this.#requestId = newRequestId(this.#parts.ids, recognised?.model.bareXmlErrors ?? false);
    if (!recognised) throw unknownOperation(NOBODY, 'restJson1', undefined);
    this.#recognised = recognised;
    if (!recognised.known) throw notImplemented(recognised.model.name, recognised.operation, false);
  }

  #findOperation(): Recognised {
    const recognised = this.#recognised as Recognised;
    if (recognised.operation !== undefined) this.#built = this.#findBuilt(recognised.operation);
    else if (recognised.protocol !== 'awsQuery') {
      throw unknownOperation(recognised.model, recognised.protocol, undefined);
    }
    return recognised;
  }

  /** A Query request in a body that nobody signed, or not so that it tells for whom: only the body tells the service. */
  #isUnsignedForm(): boolean {
    const { method, headers, rawQuery } = this.#received;
    return (
      method === 'POST' &&
      (headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false) &&
      !rawQuery.includes('Action=') &&
      scopeService(this.#received) === undefined
    );
  }

  async #recogniseForm(): Promise<Recognised | undefined> {
    const body = await collect(this.#received.body, UNSIGNED_FORM_BYTES);
    this.#received = { ...this.#received, body: streamOf(body) };
    const form = new QueryParameters(body.toString('latin1'));
    const action = form.get('Action');
    return action === undefined ? undefined : this.#parts.recogniser.byVersion(form.get('Version'), action);
  }

  #findBuilt(operation: string | undefined): Built {
    const { model, protocol } = this.#recognised as Recognised;
    if (operation === undefined || !model.operation(operation))
      throw unknownOperation(model, protocol, operation);
    const built = this.#parts.services.find(model, operation);
    if (!built) throw notImplemented(model.name, operation, true);
    return built;
  }

  #actionIn({ protocol }: Recognised, { body }: Authenticated): string | undefined {
    if (protocol !== 'awsQuery' || !Buffer.isBuffer(body)) return undefined;
    return new QueryParameters(body.toString('latin1')).get('Action');
  }

  #target(recognised: Recognised): AuthTarget {
    const { model, protocol, hostBucket } = recognised;
    const built = this.#built;
    return {
      service: model.name,
      signingNames: model.bareXmlErrors ? S3_SIGNING_NAMES : [model.signingName],
      family: familyOf(model.bareXmlErrors, protocol),
      unsignedAllowed: built?.unsigned ?? this.#parts.services.hasUnsigned(model.name),
      streaming: built?.operation.inputStream !== undefined,
      maxBodyBytes: built?.maxBodyBytes ?? UNKNOWN_BODY_BYTES,
      ...(hostBucket !== undefined && { hostBucket }),
    };
  }

  /** @returns a promise only where the body must be unzipped */
  #decode(
    recognised: Recognised,
    built: Built,
    { body }: Authenticated,
  ): Record<string, unknown> | Promise<Record<string, unknown>> {
    const { headers } = this.#received;
    const { operation, maxBodyBytes } = built;
    if (!Buffer.isBuffer(body)) return this.#decodeBody(recognised, operation, body);
    if (recognised.model.bareXmlErrors) checkAnnouncedDigests(body, headers, operation);
    if (!isZipped(headers, operation)) return this.#decodeBody(recognised, operation, body);
    return unzipped(body, headers, operation, maxBodyBytes).then((bytes) =>
      this.#decodeBody(recognised, operation, bytes),
    );
  }

  #decodeBody(
    { protocol, labels, path }: Recognised,
    operation: Operation,
    bytes: Buffer | Readable,
  ): Record<string, unknown> {
    const { method, rawQuery, headers } = this.#received;
    const streams = operation.inputStream !== undefined;
    return keepStack(() =>
      PROTOCOLS[protocol].decode(operation, {
        method,
        rawPath: path,
        rawQuery,
        headers,
        labels,
        body: Buffer.isBuffer(bytes) && !streams ? bytes : EMPTY,
        ...(streams && { stream: bytes instanceof Readable ? bytes : streamOf(bytes) }),
      }),
    );
  }

  /** The answer for what was thrown: a fault as it is, anything else as a failure of ours. */
  #fail(error: unknown): ProtocolResponse {
    const model = this.#recognised?.model ?? NOBODY;
    const protocol = PROTOCOLS[this.#recognised?.protocol ?? 'restJson1'];
    if (this.#requestId === '') this.#requestId = newRequestId(this.#parts.ids, model.bareXmlErrors);
    const operation = this.#built?.operation;
    if (error instanceof Fault) {
      try {
        return protocol.encodeFault(model, operation, error, this.#requestId);
      } catch (encoding) {
        error = encoding;
      }
    }
    const about = { err: error, requestId: this.#requestId, service: model.name, operation: operation?.name };
    this.#parts.log.error(about, 'a call failed inside');
    return protocol.encodeFault(model, operation, internalFailure(model), this.#requestId);
  }

  #send(outcome: ProtocolResponse): void {
    const unread = !this.#request.complete;
    if (unread && hasBody(this.#request)) this.#hangUpAfter(outcome);
    respond(this.#response, outcome, this.#request.method === 'HEAD', (error) => {
      this.#parts.log.error({ err: error, requestId: this.#requestId }, 'a streamed answer broke off');
    });
  }

  /** Refused before its body was read: the rest of it is let pass, for as long as the server has the closing connection linger. */
  #hangUpAfter(outcome: ProtocolResponse): void {
    outcome.headers.Connection = 'close';
    this.#response.once('finish', () =>
      this.#request
        .on('error', () => {})
        .unpipe()
        .resume(),
    );
  }

  /** Whether nobody is there to hear an answer. */
  #isGone(): boolean {
    return this.#response.destroyed || this.#request.socket.destroyed;
  }
}

const S3_SIGNING_NAMES = ['s3', 's3express', 's3-object-lambda', 's3-outposts'];

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function familyOf(isS3: boolean, protocol: Recognised['protocol']): RefusalFamily {
  if (isS3) return 's3';
  if (protocol === 'awsQuery' || protocol === 'ec2Query') return 'query';
  return protocol === 'restJson1' ? 'rest-json' : 'json';
}
