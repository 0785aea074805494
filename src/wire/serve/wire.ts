import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Authenticate } from '../auth/index.ts';
import type { Authorizer } from '../call.ts';
import type { Origin } from '../received.ts';
import { Recogniser } from '../recognise/recogniser.ts';
import type { InsideClient, ServiceDefinition, Site } from '../service.ts';
import { type Catalog, openCatalog } from '../snapshot/catalog.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { createInsideClient } from './inside.ts';
import { Exchange, type ExchangeParts } from './exchange.ts';
import { hostName, receive, targetOf } from './receive.ts';
import { Runner } from './runner.ts';
import { ServiceTable } from './service-table.ts';

/** What the wire is made of. */
export interface WireParts {
  readonly definitions: readonly ServiceDefinition[];
  /** From `createAuthenticator`. */
  readonly authenticate: Authenticate;
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** What answers besides the AWS APIs, asked in order before them. */
  readonly sites?: readonly Site[];
  /** Default: that of `generated/`. */
  readonly catalog?: Catalog;
}

/** AWS's APIs over HTTP. */
export interface Wire {
  /** Answers one request, whatever happens; never throws. */
  handle(request: IncomingMessage, response: ServerResponse, origin: Origin): void;
  /** Calls between services. */
  readonly inside: InsideClient;
  /** What is built. */
  coverage(): Promise<Coverage>;
}

/** Composes the wire: recognise, authenticate, decode, authorise, validate, run, encode. */
export function createWire(parts: WireParts): Wire {
  const {
    definitions,
    authenticate,
    authorizer,
    clock,
    ids,
    log,
    sites = [],
    catalog = openCatalog(),
  } = parts;
  const services = new ServiceTable(catalog, definitions);
  const runner = new Runner(authorizer);
  const hasBucket = definitions.find((definition) => definition.hasBucket)?.hasBucket;
  const recogniser = new Recogniser(catalog, hasBucket);
  const exchange: ExchangeParts = { authenticate, recogniser, services, runner, clock, ids, log };
  return {
    handle(request, response, origin) {
      const target = targetOf(request);
      const host = hostName(request.headers.host ?? '');
      for (const site of sites) {
        if (site.claims(host, target.rawPath)) return serveBy(site, request, response, origin, log);
      }
      const received = receive(request, target, origin);
      void new Exchange(exchange, received, host, request, response).answer();
    },
    inside: createInsideClient({ catalog, services, runner, clock, ids, log }),
    coverage: () => coverageOf(catalog, services),
  };
}

/** A site that stumbles takes its own request with it and nothing else. */
function serveBy(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  origin: Origin,
  log: Logger,
): void {
  try {
    site.serve(request, response, origin);
  } catch (error) {
    log.error({ err: error, url: request.url }, 'a site failed');
    response.destroy();
  }
}
