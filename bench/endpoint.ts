import { buffer } from 'node:stream/consumers';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type ProductionVariant,
  SageMakerClient,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { create } from 'tar';
import type { Target } from './load.ts';
import type { BenchModel } from './models.ts';
import { type BenchPostern, signedRequest } from './postern.ts';

/** Brings a model to S3 and makes it a SageMaker model of its name. @param directory its model directory */
export async function createModel(
  { client }: BenchPostern,
  model: BenchModel,
  directory: string,
): Promise<void> {
  const Bucket = `bench-${model.name}`;
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Body = await buffer(create({ gzip: true, cwd: directory }, ['model.onnx']));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'model.tar.gz', Body }));
  const RoleName = `bench-${model.name}`;
  const iam = new IAMClient(client);
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const trust = statement({ Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = statement({ Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument }));
  await new SageMakerClient(client).send(
    new CreateModelCommand({
      ModelName: model.name,
      ExecutionRoleArn: Role?.Arn,
      PrimaryContainer: { Image: 'postern/onnx:1', ModelDataUrl: `s3://${Bucket}/model.tar.gz` },
    }),
  );
}

/** Serves a model on so many instances, as `<model>-<instances>`; answers `InvokeEndpoint` with one row, signed. */
export async function serveModel(
  postern: BenchPostern,
  model: BenchModel,
  instances: number,
): Promise<Target> {
  const endpoint = `${model.name}-${instances}`;
  await createEndpoint(postern, endpoint, [variantOf(model.name, instances)]);
  return invocationOf(postern, endpoint, model);
}

/** A variant that serves a model of that name. */
export const variantOf = (
  ModelName: string,
  InitialInstanceCount: number,
  VariantName = 'v',
): ProductionVariant => ({
  VariantName,
  ModelName,
  InstanceType: 'ml.c5.large',
  InitialInstanceCount,
  InitialVariantWeight: 1,
  RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
});

/** Makes an endpoint, with a configuration of its name, and waits until it serves. */
export async function createEndpoint(
  postern: BenchPostern,
  EndpointName: string,
  ProductionVariants: ProductionVariant[],
): Promise<void> {
  const client = new SageMakerClient(postern.client);
  const EndpointConfigName = EndpointName;
  await client.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));
  await client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  await waitUntilEndpointInService({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { EndpointName });
}

/** `InvokeEndpoint` of an endpoint with one row, signed. */
export const invocationOf = (
  postern: BenchPostern,
  EndpointName: string,
  { row }: BenchModel,
): Promise<Target> =>
  signedRequest((requestHandler) =>
    new SageMakerRuntimeClient({ ...postern.client, requestHandler }).send(
      new InvokeEndpointCommand({
        EndpointName,
        ContentType: 'text/csv',
        Accept: 'text/csv',
        Body: row,
      }),
    ),
  );
