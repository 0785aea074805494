import { type FunctionInvoker, Gateway } from '../../engine/gateway/index.ts';
import type { LogSink, MetricSink } from '../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import {
  type Authenticate,
  type Authorizer,
  bindHandlers,
  type CallContext,
  type ServiceDefinition,
  type Site,
} from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { createAuthority } from './authority.ts';
import type { Context } from './context.ts';
import { Deployer } from './deployer.ts';
import { invalidInput } from './invalid-input.ts';
import { openCollections, recordsIn } from './records/collections.ts';
import { createSite } from './site.ts';
import { createUsageKeeper } from './usage-keeper.ts';

/** What API Gateway is made of. */
export interface ApiGatewayDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  /** For methods with `AWS_IAM`: the server's own authenticator. */
  readonly authenticate: Authenticate;
  readonly authorizer: Authorizer;
  /** Invokes functions as `apigateway.amazonaws.com`, or as the role of an integration. */
  readonly functions: FunctionInvoker;
}

/** API Gateway at work: its API, and the data plane. */
export interface ApiGateway extends AsyncDisposable {
  readonly definition: ServiceDefinition;
  /** Where deployed stages answer. */
  readonly site: Site;
  /** Serves what the records say, after start. */
  resume(): Promise<void>;
}

/** Opens API Gateway over its records. */
export function openApiGateway(parts: ApiGatewayDependencies): ApiGateway {
  const { clock, ids, log, store, metrics, logs, functions } = parts;
  const collections = openCollections(store);
  const gateway = new Gateway({
    clock,
    ids,
    log,
    metrics,
    logs,
    authority: createAuthority(parts),
    functions,
    usage: createUsageKeeper(collections, store, clock),
  });
  const deployer = new Deployer(collections, gateway);
  const contextOf = (call: CallContext): Context => ({
    ...call,
    kept: recordsIn(collections, call.account, call.region),
    clock,
    ids,
    gateway,
    deployer,
    transaction: (work) => store.transaction(work),
  });
  return {
    definition: {
      name: 'api-gateway',
      operations: async () => bindHandlers((await import('./operations.ts')).operations, contextOf),
      access: accessOf,
      validationFault: (_message, violations, operation) => invalidInput(violations, operation),
    },
    site: createSite(gateway),
    resume: async () => deployer.resume(),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
