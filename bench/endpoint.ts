import { buffer } from 'node:stream/consumers';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
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

/** Serves a model on so many instances; answers `InvokeEndpoint` with one row, signed. */
export async function serveModel(
  postern: BenchPostern,
  model: BenchModel,
  InitialInstanceCount: number,
): Promise<Target> {
  const client = new SageMakerClient(postern.client);
  const EndpointName = `${model.name}-${InitialInstanceCount}`;
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: EndpointName,
      ProductionVariants: [
        {
          VariantName: 'v',
          ModelName: model.name,
          InstanceType: 'ml.c5.large',
          InitialInstanceCount,
          RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
        },
      ],
    }),
  );
  await client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: EndpointName }));
  await waitUntilEndpointInService({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { EndpointName });
  return signedRequest((requestHandler) =>
    new SageMakerRuntimeClient({ ...postern.client, requestHandler }).send(
      new InvokeEndpointCommand({
        EndpointName,
        ContentType: 'text/csv',
        Accept: 'text/csv',
        Body: model.row,
      }),
    ),
  );
}
