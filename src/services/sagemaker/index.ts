import { join } from 'node:path';
import type { Endpoints } from '../../engine/endpoints/index.ts';
import type { LogSink, MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { CallContext, Handler, InsideClient, ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { collections } from './collections.ts';
import type { Context } from './context.ts';
import { HostedEndpoints } from './hosted-endpoints.ts';
import { Hosting } from './hosting/hosting.ts';
import { limitsOf, type MachineSize } from './hosting/instance-limits.ts';
import { ModelData } from './hosting/model-data.ts';
import { ComponentSampler } from './telemetry/component-sampler.ts';
import { EndpointSampler } from './telemetry/endpoint-sampler.ts';
import type { InvocationRecorder } from './telemetry/invocation-recorder.ts';
import { type Images, openImages } from './images.ts';
import { Components } from './components/components.ts';
import type { EndpointRow } from './records/endpoint.ts';
import type { InferenceComponentRow } from './records/inference-component.ts';
import type { EndpointConfigRow } from './records/endpoint-config.ts';
import type { ModelRow } from './records/model.ts';
import type { TagsRow } from './records/tags.ts';
import { registryPolicy } from './registry/access.ts';
import { tagOwner } from './registry/names.ts';
import { openRegistries, registriesFrom } from './registry/registry.ts';
import type { Roles } from './roles.ts';

export type { Images } from './images.ts';
export type { Roles } from './roles.ts';

/** What SageMaker stands on. */
export interface SageMakerDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly logs: LogSink;
  readonly metrics: MeterSource;
  /** Measures invocations that nobody waits for, those of shadow variants, as the data plane measures its own. */
  readonly invocations: InvocationRecorder;
  /** The engine; the data plane (`sagemaker-runtime`) is given the same one. */
  readonly endpoints: Endpoints;
  readonly roles: Roles;
  readonly stateDirectory: string;
  /** Where containers find programs, as in `PATH`. */
  readonly searchPath: string;
  /** What deployments wait for is divided by this. */
  readonly timeScale: number;
  /** Hold each instance to the processors and the memory of its type, as far as the machine has them. */
  readonly enforceInstanceSize: boolean;
  readonly machine: MachineSize;
  /** The address at which containers reach this server with an AWS SDK. */
  endpointUrl(): string;
  background(name: string, work: Promise<void>): void;
}

/** SageMaker, opened. Disposing ends what runs in the engine; what was under way goes on at the next start. */
export interface SageMaker extends AsyncDisposable {
  readonly definition: ServiceDefinition;
  /** The image registry, for `/_postern/images`. */
  readonly images: Images;
  /** The endpoints, for the data plane. */
  readonly hosted: HostedEndpoints;
  /** Places again what the records say. Endpoints that served take requests before it resolves. */
  resume(): Promise<void>;
}

/** Opens SageMaker's control plane. */
export function openSageMaker(dependencies: SageMakerDependencies): SageMaker {
  const { clock, ids, log, store, inside, logs, metrics, roles, searchPath } = dependencies;
  const models = store.collection<ModelRow>(collections.models);
  const configs = store.collection<EndpointConfigRow>(collections.configs);
  const endpoints = store.collection<EndpointRow>(collections.endpoints);
  const components = store.collection<InferenceComponentRow>(collections.components);
  const tags = store.collection<TagsRow>(collections.tags);
  const registry = openRegistries(store);
  const images = openImages(store);
  const modelData = new ModelData({ inside, roles });
  const modelsDirectory = join(dependencies.stateDirectory, 'models');
  const { timeScale, endpoints: engine, invocations } = dependencies;
  const sampler = new EndpointSampler({ clock, log, engine, endpoints, metrics, modelsDirectory, timeScale });
  const surroundings = { images, roles, searchPath, endpointUrl: () => dependencies.endpointUrl() };
  const background = (name: string, work: Promise<void>) => dependencies.background(name, work);
  const componentHosting = new Components({
    clock,
    log,
    logs,
    engine,
    inside,
    endpoints,
    components,
    tags,
    modelData,
    surroundings,
    timeScale,
    directory: join(dependencies.stateDirectory, 'components'),
    background,
  });
  const componentSampler = new ComponentSampler({
    clock,
    log,
    engine,
    components,
    metrics,
    timeScale,
    cpus: dependencies.machine.cpus,
  });
  const hosting = new Hosting({
    clock,
    log,
    logs,
    metrics,
    invocations,
    inside,
    timeScale,
    limitsOf: (type) => (dependencies.enforceInstanceSize ? limitsOf(type, dependencies.machine) : undefined),
    engine,
    endpoints,
    tags,
    modelData,
    surroundings,
    modelsDirectory,
    background,
  });
  const contextOf = (call: CallContext): Context => {
    const { account, region } = call;
    return {
      call,
      clock,
      ids,
      log,
      store,
      inside,
      models: models.in(account, region),
      configs: configs.in(account, region),
      endpoints: endpoints.in(account, region),
      registry: registriesFrom(registry, region),
      tags: tags.in(account, region),
      components: components.in(account, region),
      hosting,
      componentHosting,
      modelData,
    };
  };
  const handlers = async () => {
    const { operations } = await import('./operations.ts');
    const bound = Object.entries(operations).map(([name, handler]): [string, Handler] => [
      name,
      (input, call) => (handler as (input: unknown, context: Context) => unknown)(input, contextOf(call)),
    ]);
    return Object.fromEntries(bound);
  };
  return {
    definition: {
      name: 'sagemaker',
      operations: handlers,
      access: (operation, input, call) =>
        accessOf(operation, input, call, {
          tagsAt: (arn) => tags.in(call.account, call.region).get(tagOwner(arn)) ?? {},
          policyAt: (arn) => registryPolicy(arn, registry),
        }),
    },
    images,
    hosted: new HostedEndpoints(endpoints, roles),
    async resume() {
      await hosting.resume();
      await componentHosting.resume();
    },
    async [Symbol.asyncDispose]() {
      sampler[Symbol.dispose]();
      componentSampler[Symbol.dispose]();
      componentHosting[Symbol.dispose]();
      await hosting[Symbol.asyncDispose]();
    },
  };
}
