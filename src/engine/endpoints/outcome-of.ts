import type { Errand } from './errand.ts';
import type { ServerExchange } from './model-server.ts';
import type { Outcome, Served } from './outcome.ts';

/** How a request that was with an instance has ended. */
export function outcomeOf(errand: Errand, exchange: ServerExchange, at: Served): Outcome {
  if (errand.givenUp === 'gone') return { kind: 'caller-gone', variant: at.variant };
  if (exchange.kind === 'refused') {
    return { kind: 'refused', variant: at.variant, why: exchange.why, message: exchange.message };
  }
  const { container } = exchange;
  const served = container === undefined ? at : { ...at, container };
  if (errand.givenUp) return { kind: 'timed-out', ...served };
  if (exchange.kind === 'broken') {
    return { kind: 'crashed', ...served, error: exchange.error, answered: exchange.answered };
  }
  if (exchange.kind === 'unreadable') return { kind: 'unreadable', ...served, why: exchange.why };
  const { status, headers, body } = exchange.response;
  if (status >= 200 && status < 300) return { kind: 'answered', ...served, status, headers, body };
  return { kind: 'model-error', ...served, status, body };
}
