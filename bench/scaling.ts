import { setTimeout as pause } from 'node:timers/promises';
import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type ScalingActivity,
  type TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { BenchPostern } from './postern.ts';

/** The scaling of one endpoint's variant `v`. */
export class Scaling {
  readonly #endpoint: string;
  readonly #scaling: ApplicationAutoScalingClient;
  readonly #cloudWatch: CloudWatchClient;
  readonly #sageMaker: SageMakerClient;
  readonly #target: { ServiceNamespace: 'sagemaker'; ResourceId: string };

  constructor({ client }: BenchPostern, endpoint: string) {
    this.#endpoint = endpoint;
    this.#scaling = new ApplicationAutoScalingClient(client);
    this.#cloudWatch = new CloudWatchClient(client);
    this.#sageMaker = new SageMakerClient(client);
    this.#target = { ServiceNamespace: 'sagemaker', ResourceId: `endpoint/${endpoint}/variant/v` };
  }

  /** Lets a target tracking policy scale it; answers the name of the alarm that has it scale out. */
  async follow(
    bounds: { readonly min: number; readonly max: number },
    TargetTrackingScalingPolicyConfiguration: TargetTrackingScalingPolicyConfiguration,
  ): Promise<string> {
    const ScalableDimension = 'sagemaker:variant:DesiredInstanceCount';
    const target = { ...this.#target, ScalableDimension } as const;
    const { min: MinCapacity, max: MaxCapacity } = bounds;
    await this.#scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity, MaxCapacity }));
    const { Alarms = [] } = await this.#scaling.send(
      new PutScalingPolicyCommand({
        ...target,
        PolicyName: 'follow',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration,
      }),
    );
    return Alarms.find(({ AlarmName }) => AlarmName?.includes('AlarmHigh'))?.AlarmName ?? '';
  }

  /** Changes of its capacity, the first first. */
  async changes(): Promise<readonly ScalingActivity[]> {
    const { ScalingActivities = [] } = await this.#scaling.send(
      new DescribeScalingActivitiesCommand(this.#target),
    );
    return ScalingActivities.toReversed();
  }

  /** When the alarm first went into ALARM, milliseconds since the epoch. */
  async alarmedMs(AlarmName: string): Promise<number | undefined> {
    const { AlarmHistoryItems = [] } = await this.#cloudWatch.send(
      new DescribeAlarmHistoryCommand({
        AlarmName,
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
      }),
    );
    const item = AlarmHistoryItems.find(({ HistorySummary }) => HistorySummary?.endsWith('to ALARM'));
    return item?.Timestamp?.getTime();
  }

  /** Waits until so many instances serve. @returns when they were seen, milliseconds since the epoch; undefined after `mostMs` */
  async serving(instances: number, mostMs: number): Promise<number | undefined> {
    for (const end = Date.now() + mostMs; Date.now() < end; await pause(100)) {
      const { ProductionVariants } = await this.#sageMaker.send(
        new DescribeEndpointCommand({ EndpointName: this.#endpoint }),
      );
      if (ProductionVariants?.[0]?.CurrentInstanceCount === instances) return Date.now();
    }
    return undefined;
  }
}
