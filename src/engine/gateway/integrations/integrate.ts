import type { IntegrationOutcome } from '../context-variables.ts';
import type { Refusal } from '../refusal.ts';
import type { Answer, Validated } from '../request.ts';

/** What came of an integration. */
export interface Integrated {
  readonly answer: Answer | Refusal;
  /** What the endpoint did, for logs. */
  readonly endpoint: Omit<IntegrationOutcome, 'latencyMs'>;
}

/** Has one kind of endpoint answer a request. `signal` is aborted when nobody waits any more. */
export type Integrate = (request: Validated, signal: AbortSignal) => Promise<Integrated>;

/** What every integration needs to reach its endpoint. */
export interface IntegrationContext {
  readonly functions: import('../functions-port.ts').FunctionInvoker;
  readonly http: import('undici').Dispatcher;
  readonly insecureHttp: import('undici').Dispatcher;
  /** Aborted when the gateway closes. */
  readonly closing: AbortSignal;
}

/** Fills in `${stageVariables.x}`. */
export function fillStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => variables[name] ?? '');
}
