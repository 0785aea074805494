import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { CallContext } from '../call.ts';
import { Fault } from '../fault.ts';
import { NO_HEADERS } from '../header-map.ts';
import type { InsideClient } from '../service.ts';
import type { Catalog } from '../snapshot/catalog.ts';
import { internalFailure, notImplemented } from './refusals.ts';
import type { Runner } from './runner.ts';
import type { ServiceTable } from './service-table.ts';

/** What calls from inside go through. */
export interface InsideParts {
  readonly catalog: Catalog;
  readonly services: ServiceTable;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

const NEVER = new AbortController().signal;

/** Makes the client that services call each other with: authorised, validated and run as a call from outside, without a socket. */
export function createInsideClient(parts: InsideParts): InsideClient {
  const { catalog, services, runner, clock, ids, log } = parts;
  return {
    async call<Output>(request: Parameters<InsideClient['call']>[0]): Promise<Output> {
      const { service, operation, input, caller, region, signal = NEVER } = request;
      const model = catalog.model(service);
      const loading = services.load(service);
      if (loading) await loading;
      const built = model && services.find(model, operation);
      if (!built) throw notImplemented(service, operation, model !== undefined);
      const call: CallContext = {
        requestId: ids.uuid(),
        service,
        operation,
        account: caller.account,
        region,
        partition: 'aws',
        caller,
        timeMs: clock.now(),
        origin: { sourceIp: '127.0.0.1', secure: true },
        headers: NO_HEADERS,
        endpoint: 'http://localhost',
        signal,
      };
      try {
        const output = await runner.run(built, input as Record<string, unknown>, call, undefined);
        return (output ?? {}) as Output;
      } catch (error) {
        if (error instanceof Fault) throw error;
        log.error({ err: error, requestId: call.requestId, service, operation }, 'a handler failed');
        throw internalFailure(model);
      }
    },
  };
}
