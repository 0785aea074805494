import { join } from 'node:path';
import {
  CodeStore,
  Functions,
  type FunctionsOptions,
  type RuntimeFolders,
} from '../../engine/functions/index.ts';
import type { FunctionInvoker } from '../../engine/gateway/index.ts';
import type { LogSink, MetricSink } from '../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type {
  Authorizer,
  CallContext,
  Handler,
  InsideClient,
  ServiceDefinition,
  Site,
  Violation,
} from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { CodeSite } from './code-site.ts';
import type { LambdaContext, LambdaParts } from './context.ts';
import { GatewayPort } from './gateway-port.ts';
import { Hosting } from './hosting/hosting.ts';
import { Invoker } from './hosting/invoker.ts';
import { WaitingEvents } from './hosting/waiting-events.ts';
import { ARCHIVE_ENTRIES, CONCURRENT_EXECUTIONS, UNPACKED_BYTES, UPLOAD_BODY_BYTES } from './limits.ts';
import type { Roles } from './ports.ts';
import { collections, recordsIn } from './records/records.ts';
import type { FunctionRow } from './records/rows.ts';
import { settle } from './settle.ts';

/** What Lambda is made of. */
export interface LambdaDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly authorizer: Authorizer;
  /** IAM's `roles`. */
  readonly roles: Roles;
  readonly machine: FunctionsOptions['machine'];
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  /** Code goes to `functions/` in it. */
  readonly stateDirectory: string;
  /** Where Node functions find the AWS SDK, and workers our own files. */
  readonly folders: RuntimeFolders;
  /** Where functions reach this server, e.g. `http://127.0.0.1:4566`. */
  readonly endpointUrl: () => string;
  /** 0 to 1, for weighted aliases. */
  readonly random: () => number;
  /** Concurrent executions of an account in a Region. Default 1000. */
  readonly concurrentExecutions?: number;
  /** The most runtimes kept up ahead of their function. Default 3. */
  readonly warmRuntimes?: number;
  /** Takes work that outlives its request; shutdown waits for it. */
  readonly background: (name: string, work: Promise<void>) => void;
}

/** Lambda as the server runs it. */
export interface Lambda extends AsyncDisposable {
  readonly definition: ServiceDefinition;
  /** For the gateway. */
  readonly invoker: FunctionInvoker;
  /** Archives of functions and layers by link. */
  readonly site: Site;
  /** Places the functions that the records name, and takes up events that wait. */
  resume(): Promise<void>;
}

/** Opens Lambda over its records. */
export async function openLambda(dependencies: LambdaDependencies): Promise<Lambda> {
  const { store, clock, ids, log, authorizer, roles, machine, background, random, endpointUrl } =
    dependencies;
  const codeRoot = join(dependencies.stateDirectory, 'functions');
  const code = await CodeStore.open(codeRoot, ids, {
    unpackedBytes: UNPACKED_BYTES,
    entries: ARCHIVE_ENTRIES,
  });
  const functions = new Functions({
    machine,
    clock,
    ids,
    log,
    folders: dependencies.folders,
    codeRoot,
    ...(dependencies.warmRuntimes !== undefined && { warmRuntimes: dependencies.warmRuntimes }),
  });
  const hosting = new Hosting({
    store,
    functions,
    code,
    roles,
    sinks: dependencies,
    log,
    background,
    random,
    endpointUrl,
    concurrentExecutions: dependencies.concurrentExecutions ?? CONCURRENT_EXECUTIONS,
  });
  const invoker = new Invoker(hosting, clock, ids);
  const events = new WaitingEvents(store, invoker, clock, log);
  const site = new CodeSite(code, clock, ids.hex(64));
  const gateway = new GatewayPort({ store, ids, authorizer, roles, invoker, events });
  const parts: LambdaParts = {
    ...dependencies,
    code,
    hosting,
    invoker,
    events,
    codeLocation: (id, endpoint) => site.location(id, endpoint),
  };
  return {
    definition: {
      name: 'lambda',
      operations: () => handlers(parts, gateway),
      access: (operation, input, call) => accessOf(store, operation, input, call),
      maxBodyBytes: () => UPLOAD_BODY_BYTES,
      validationFault: (_message, violations) => (violations.every(isRuntime) ? null : undefined),
    },
    invoker: gateway,
    site,
    async resume() {
      for (const { account, region, key } of store.collection<FunctionRow>(collections.functions).all()) {
        settle(parts, account, region, key);
        hosting.provision({ account, region, name: key });
      }
      events.resume();
      hosting.collectCode();
    },
    async [Symbol.asyncDispose]() {
      events[Symbol.dispose]();
      await functions[Symbol.asyncDispose]();
    },
  };
}

/** Lambda speaks of runtimes in words of its own: the handler does. */
const isRuntime = ({ path }: Violation): boolean => path[0]?.kind === 'member' && path[0].name === 'Runtime';

/** Operations after which a method that was let in may not be any more, or the other way round. */
const CHANGE_POLICIES = new Set(['AddPermission', 'RemovePermission', 'DeleteFunction', 'DeleteAlias']);

async function handlers(parts: LambdaParts, gateway: GatewayPort): Promise<Record<string, Handler>> {
  const { operations } = await import('./operations.ts');
  const typed: Record<string, (input: never, context: LambdaContext) => unknown> = operations;
  const untyped = (name: string, operate: (input: never, context: LambdaContext) => unknown): Handler => {
    return (input, call: CallContext) => {
      if (CHANGE_POLICIES.has(name)) gateway.forgetDecisions();
      const output = operate(input as never, {
        ...parts,
        call,
        records: recordsIn(parts.store, call.account, call.region),
      });
      if (CHANGE_POLICIES.has(name)) gateway.forgetDecisions();
      return output;
    };
  };
  return Object.fromEntries(Object.entries(typed).map(([name, operate]) => [name, untyped(name, operate)]));
}
