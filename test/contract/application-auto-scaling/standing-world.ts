import { setImmediate as turn } from 'node:timers/promises';
import type { ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import { openTelemetry } from '../../../src/engine/telemetry/index.ts';
import { randomIds, silent, StandingClock } from '../../../src/kit/index.ts';
import { openApplicationAutoScaling } from '../../../src/services/application-auto-scaling/index.ts';
import { openCloudWatch } from '../../../src/services/cloudwatch/index.ts';
import { openIam } from '../../../src/services/iam/index.ts';
import { Store } from '../../../src/store/index.ts';
import { createWire, type InsideClient, type ServiceDefinition } from '../../../src/wire/index.ts';

const account = '111122223333';
const region = 'eu-west-1';
const caller = {
  kind: 'root',
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
} as const;
const names = { EndpointName: 'up', VariantName: 'v' };
const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/up/variant/v',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

/** How time passes between the looks at what it brought: short beside every place that an alarm has in its period. */
const STEP_MS = 500;

/** CloudWatch and Application Auto Scaling as the server runs them, on a clock that stands, over a variant that is a number. */
export interface StandingWorld extends AsyncDisposable {
  readonly nowMs: () => number;
  /** Instances that serve. */
  readonly running: () => number;
  register(MinCapacity: number, MaxCapacity: number): Promise<void>;
  /** @returns the policy's ARN */
  put(policy: object): Promise<string>;
  alarm(input: object): Promise<void>;
  /** @param resolution seconds */
  measure(name: string, value: number, resolution: 1 | 60): void;
  /** Lets time pass, and what it brings happen. */
  pass(ms: number): Promise<void>;
  /** Changes of capacity, the first first. */
  changes(): Promise<readonly ScalingActivity[]>;
}

/** @param changeMs how long the variant takes to change */
export function openStandingWorld(initial: number, changeMs: () => number): StandingWorld {
  const clock = new StandingClock();
  const store = new Store(':memory:');
  const telemetry = openTelemetry({ directory: undefined, clock, log: silent, timeScale: 1 });
  const { metrics } = telemetry;
  const variant = countedVariant(clock, initial, changeMs);
  const root = { accessKeyId: 'AKIAROOT', secretAccessKey: 'secret', account };
  const iam = openIam({ clock, ids: randomIds, store, root, enforce: false });
  const inside: InsideClient = { call: (request) => wire.inside.call(request) };
  const failed: unknown[] = [];
  const background = (_name: string, work: Promise<void>): void => {
    work.catch((error: unknown) => failed.push(error));
  };
  const common = { clock, ids: randomIds, log: silent, store, inside, metrics, timeScale: 1, background };
  const scaling = openApplicationAutoScaling({ ...common, roles: iam.roles });
  const cloudWatch = openCloudWatch({ ...common, alarmActions: (action) => scaling.onAlarm(action) });
  const wire = createWire({
    definitions: [iam.definition, scaling.definition, cloudWatch.definition, variant.definition],
    authenticate: () => Promise.reject(new Error('nobody calls from outside')),
    authorizer: iam.authorizer,
    clock,
    ids: randomIds,
    log: silent,
  });
  const call = <Output>(service: string, operation: string, input: object): Promise<Output> =>
    inside.call<Output>({ service, operation, input, caller, region });
  const settle = async () => {
    for (let turns = 0; turns < 4; turns++) await turn();
    if (failed.length > 0) throw failed[0];
  };
  return {
    nowMs: () => clock.now(),
    running: () => variant.running,
    async register(MinCapacity, MaxCapacity) {
      const bounds = { MinCapacity, MaxCapacity };
      await call('application-auto-scaling', 'RegisterScalableTarget', { ...target, ...bounds });
    },
    async put(policy) {
      const input = { ...target, PolicyName: 'p', ...policy };
      const { PolicyARN } = await call<{ PolicyARN: string }>(
        'application-auto-scaling',
        'PutScalingPolicy',
        input,
      );
      return PolicyARN;
    },
    async alarm(input) {
      const Dimensions = Object.entries(names).map(([Name, Value]) => ({ Name, Value }));
      await call('cloudwatch', 'PutMetricAlarm', { Namespace: 'AWS/SageMaker', Dimensions, ...input });
    },
    measure(name, value, resolution) {
      const series = { account, region, namespace: 'AWS/SageMaker', name, dimensions: names, unit: 'None' };
      metrics.record({ ...series, value, resolution });
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.advance(Math.min(left, STEP_MS));
        await settle();
      }
    },
    async changes() {
      const { ServiceNamespace, ResourceId } = target;
      const { ScalingActivities = [] } = await call<{ ScalingActivities?: ScalingActivity[] }>(
        'application-auto-scaling',
        'DescribeScalingActivities',
        { ServiceNamespace, ResourceId },
      );
      return ScalingActivities.toReversed();
    },
    async [Symbol.asyncDispose]() {
      cloudWatch[Symbol.dispose]();
      scaling[Symbol.dispose]();
      await settle();
      await telemetry[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
}

/** As much of SageMaker as scaling asks for: a number of instances that takes its time to change. */
function countedVariant(clock: StandingClock, initial: number, changeMs: () => number) {
  let [running, desired] = [initial, initial];
  const definition: ServiceDefinition = {
    name: 'sagemaker',
    operations: {
      DescribeEndpoint: () => ({
        EndpointStatus: running === desired ? 'InService' : 'Updating',
        ProductionVariants: [
          { VariantName: 'v', CurrentInstanceCount: running, DesiredInstanceCount: desired },
        ],
      }),
      UpdateEndpointWeightsAndCapacities: (input: {
        DesiredWeightsAndCapacities: { DesiredInstanceCount: number }[];
      }) => {
        desired = input.DesiredWeightsAndCapacities[0]?.DesiredInstanceCount ?? desired;
        clock.after(changeMs(), () => {
          running = desired;
        });
        return {};
      },
    },
    access: () => [],
  };
  return {
    definition,
    get running() {
      return running;
    },
  };
}
