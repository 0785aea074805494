import type { FunctionInvoker } from '../functions-port.ts';
import type { HttpClients } from './http-clients.ts';

/** What every integration needs to reach its endpoint. */
export interface IntegrationContext {
  readonly functions: FunctionInvoker;
  readonly http: HttpClients;
  /** Aborted when the gateway closes. */
  readonly closing: AbortSignal;
}

/** Fills in `${stageVariables.x}`. */
export function fillStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => variables[name] ?? '');
}
