import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { startPostern, type TestPostern } from '../../postern.ts';
import { artifact, deploy, prepare } from '../sagemaker/fixtures.ts';

/** A Postern with an endpoint in it, and the clients that scaling takes. */
export interface World extends AsyncDisposable {
  readonly postern: TestPostern;
  readonly scaling: ApplicationAutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
}

/** Starts a Postern with an endpoint `up` of one variant, `AllTraffic`, with one instance. */
export async function startWorld(options: readonly string[] = []): Promise<World> {
  await using parts = new AsyncDisposableStack();
  const postern = parts.use(await startPostern(options));
  const client = <C extends { destroy(): void }>(made: C): C => parts.adopt(made, () => made.destroy());
  const common = { ...postern.client, maxAttempts: 1 };
  const world = {
    postern,
    scaling: client(new ApplicationAutoScalingClient(common)),
    cloudWatch: client(new CloudWatchClient(common)),
    iam: client(new IAMClient(common)),
    s3: client(new S3Client({ ...common, forcePathStyle: true })),
    sageMaker: client(new SageMakerClient(common)),
    runtime: client(new SageMakerRuntimeClient(common)),
  };
  await prepare(world);
  await deploy(world, 'up', artifact(linearModel([1, 2], 0)));
  const keep = parts.move();
  return { ...world, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** The variant of the endpoint, as scaling names it. */
export const variant = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/up/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;
