import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { modelArchive } from '../../src/cli/deploy/artifacts.ts';

/** What the demonstration runs. */
export const names = { endpoint: 'scaling-demo', variant: 'boosted', policy: 'invocations' } as const;

/** Requests that an instance should get in one period (a minute, before the time scale shortens it). */
const TARGET = 60;
export const BOUNDS = { MinCapacity: 1, MaxCapacity: 5 } as const;

const bucket = 'scaling-demo-models';
const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId: `endpoint/${names.endpoint}/variant/${names.variant}`,
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

/** Deploys one endpoint of one instance that follows its load, with the AWS SDK as any client would. */
export async function deploy(modelFile: string): Promise<void> {
  const { bytes } = await modelArchive(modelFile);
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'model.tar.gz', Body: bytes }));
  const sageMaker = new SageMakerClient();
  const model = {
    ModelName: names.endpoint,
    ExecutionRoleArn: await role(),
    PrimaryContainer: { Image: 'postern/onnx:1', ModelDataUrl: `s3://${bucket}/model.tar.gz` },
  };
  await sageMaker.send(new CreateModelCommand(model));
  const variant = {
    VariantName: names.variant,
    ModelName: names.endpoint,
    InitialInstanceCount: 1,
    InstanceType: 'ml.m5.large',
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  } as const;
  const config = { EndpointConfigName: names.endpoint, ProductionVariants: [variant] };
  await sageMaker.send(new CreateEndpointConfigCommand(config));
  const EndpointName = names.endpoint;
  await sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: EndpointName }));
  await waitUntilEndpointInService(
    { client: sageMaker, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { EndpointName },
  );
  await followLoad();
}

async function followLoad(): Promise<void> {
  const scaling = new ApplicationAutoScalingClient();
  await scaling.send(new RegisterScalableTargetCommand({ ...target, ...BOUNDS }));
  const tracking = {
    TargetValue: TARGET,
    PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
    ScaleOutCooldown: 180,
    ScaleInCooldown: 60,
  } as const;
  const policy = { ...target, PolicyName: names.policy, PolicyType: 'TargetTrackingScaling' } as const;
  await scaling.send(
    new PutScalingPolicyCommand({ ...policy, TargetTrackingScalingPolicyConfiguration: tracking }),
  );
}

async function role(): Promise<string> {
  const iam = new IAMClient();
  const document = (statement: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = { Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const RoleName = names.endpoint;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }),
  );
  const reads = { Action: ['s3:GetObject', 's3:ListBucket'], Resource: `arn:aws:s3:::${bucket}*` };
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'models', PolicyDocument: document(reads) }),
  );
  return Role?.Arn as string;
}
