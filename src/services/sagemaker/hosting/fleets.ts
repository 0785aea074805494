import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndpointEvent, EndpointListener, EndpointSpec } from '../../../engine/endpoints/index.ts';
import type { LogSink, MetricSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Place } from '../arns.ts';
import { allVariants, type DeployedVariant, type Deployment } from '../records/endpoint.ts';
import { serverlessLimits } from '../translate/serverless.ts';
import type { InvocationRecorder } from '../telemetry/invocation-recorder.ts';
import type { ContainerSurroundings } from './container-spec.ts';
import { engineSpec } from './engine-spec.ts';
import { type InstanceLimits, withLimits } from './instance-limits.ts';
import { measureInstance } from './instance-metrics.ts';
import { bringVariant, type DataHome, variantServer } from './variant-containers.ts';

/** What fleets are made with. */
export interface FleetsOptions extends DataHome {
  readonly clock: Clock;
  readonly log: Logger;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly invocations: InvocationRecorder;
  readonly surroundings: ContainerSurroundings;
  readonly timeScale: number;
  /** What an instance of a type may use; `undefined` for what the machine has. */
  readonly limitsOf: (instanceType: string) => InstanceLimits | undefined;
}

/** Turns deployments into what the engine runs: artifacts brought, specs made, output and events written down. */
export class Fleets {
  readonly #options: FleetsOptions;

  constructor(options: FleetsOptions) {
    this.#options = options;
  }

  /**
   * What the engine is to run.
   * @throws HostingFailure when an image is not known
   */
  spec(place: Place, name: string, deployment: Deployment): EndpointSpec {
    const { surroundings, timeScale, limitsOf } = this.#options;
    const server = (variant: DeployedVariant) =>
      withLimits(
        variantServer(this.#options, place, deployment, variant, surroundings),
        variant.serverless ? serverlessLimits(variant.serverless) : limitsOf(variant.instanceType),
      );
    return engineSpec(place, name, deployment, server, timeScale);
  }

  /**
   * Brings the artifacts of a deployment, so that a missing one is known before anything is started.
   * @throws HostingFailure with SageMaker's reason
   */
  async bring(place: Place, deployment: Deployment): Promise<void> {
    await Promise.all(
      allVariants(deployment).map((variant) => bringVariant(this.#options, place, deployment, variant)),
    );
  }

  /** Removes the artifacts of a deployment. */
  discard(deployment: Deployment): Promise<void> {
    return rm(join(this.#options.modelsDirectory, deployment.id), { recursive: true, force: true });
  }

  /** Removes the artifacts of all other deployments: what a killed process left half-made. */
  async sweep(known: ReadonlySet<string>): Promise<void> {
    const { modelsDirectory } = this.#options;
    await mkdir(modelsDirectory, { recursive: true });
    for (const found of await readdir(modelsDirectory)) {
      if (!known.has(found)) await rm(join(modelsDirectory, found), { recursive: true, force: true });
    }
  }

  /** What containers print goes to CloudWatch Logs; what becomes of them, to our own log. */
  listener(place: Place, name: string): EndpointListener {
    const { clock, log, logs, metrics, invocations } = this.#options;
    const group = `/aws/sagemaker/Endpoints/${name}`;
    return (event: EndpointEvent) => {
      if (event.kind === 'mirrored') return invocations.record(place, name, event.outcome, event.totalMs);
      if (event.kind !== 'printed') {
        measureInstance(metrics, place, name, event);
        const level = levelOf[event.kind];
        return level && log[level]({ endpoint: name, ...event }, 'instance');
      }
      const timeMs = clock.now();
      const events = event.lines.filter((line) => line !== '').map((message) => ({ timeMs, message }));
      if (events.length > 0) logs.append({ ...place, group, stream: streamOf(event), events });
    };
  }
}

/** How the life of instances is told in our log; what happens with every request is not. */
const levelOf: Readonly<Partial<Record<EndpointEvent['kind'], 'debug' | 'info' | 'warn'>>> = {
  started: 'info',
  'in-service': 'info',
  exited: 'warn',
  unhealthy: 'warn',
  stopped: 'info',
  'model-loaded': 'debug',
  'model-unloaded': 'debug',
};

/** Each container of several has a stream of its own. @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html */
const streamOf = (event: Extract<EndpointEvent, { kind: 'printed' }>): string =>
  [event.variant, event.instance, event.container].filter((part) => part !== undefined).join('/');
