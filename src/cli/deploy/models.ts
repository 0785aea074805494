import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { type Artifact, fingerprint } from './artifacts.ts';
import { type Clients, unless } from './clients.ts';
import type { ModelApiSpec } from './spec.ts';

/** Makes the bucket unless it is ours already. */
export async function ensureBucket({ s3, region }: Clients, Bucket: string): Promise<void> {
  const elsewhere = region !== 'us-east-1' && {
    CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
  };
  await unless(s3.send(new CreateBucketCommand({ Bucket, ...elsewhere })), 'BucketAlreadyOwnedByYou');
}

/** Uploads the artifact under a key that names its content, unless it is there. */
export async function ensureObject(
  { s3 }: Clients,
  Bucket: string,
  Key: string,
  artifact: Artifact,
): Promise<void> {
  const there = await unless(s3.send(new HeadObjectCommand({ Bucket, Key })), 'NotFound', 'NoSuchKey');
  if (!there) await s3.send(new PutObjectCommand({ Bucket, Key, Body: artifact.bytes }));
}

/** A model whose name carries its version and content; @returns the name */
export async function ensureModel(
  { sageMaker }: Clients,
  spec: ModelApiSpec,
  model: { version: string; hash: string; url: string; roleArn: string },
): Promise<string> {
  const ModelName = `${spec.name}-${model.version}-${fingerprint(model.hash, spec.image, model.roleArn).slice(0, 8)}`;
  const PrimaryContainer = { Image: spec.image, ModelDataUrl: model.url };
  await unless(
    sageMaker.send(new CreateModelCommand({ ModelName, PrimaryContainer, ExecutionRoleArn: model.roleArn })),
    /already existing model/,
  );
  return ModelName;
}

/**
 * The endpoint runs the variants: created, or updated when it runs others.
 * @param models the names of the models, by version
 */
export async function ensureEndpoint(
  { sageMaker }: Clients,
  spec: ModelApiSpec,
  models: ReadonlyMap<string, string>,
): Promise<void> {
  const EndpointName = spec.name;
  const ProductionVariants = spec.variants.map(({ name, version, weight }) => {
    const ModelName = models.get(version);
    if (!ModelName) throw new Error(`no model version ${version}`);
    return {
      VariantName: name,
      ModelName,
      InitialVariantWeight: weight,
      InitialInstanceCount: 1,
      InstanceType: spec.instanceType as 'ml.m5.large',
    };
  });
  const EndpointConfigName = `${spec.name}-${fingerprint(ProductionVariants).slice(0, 8)}`;
  await unless(
    sageMaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants })),
    /already existing endpoint configuration/,
  );
  const found = await unless(
    sageMaker.send(new DescribeEndpointCommand({ EndpointName })),
    /Could not find endpoint/,
  );
  if (!found) await sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  else if (found.EndpointConfigName !== EndpointConfigName) {
    await sageMaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }));
  }
}

/**
 * Resolves when the endpoint is `InService`.
 * @throws Error with SageMaker's reason when it fails
 */
export async function endpointInService(
  { sageMaker }: Clients,
  EndpointName: string,
  tell: (status: string) => void,
): Promise<void> {
  for (;;) {
    const { EndpointStatus, FailureReason } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName }),
    );
    tell(EndpointStatus as string);
    if (EndpointStatus === 'InService') return;
    if (EndpointStatus === 'Failed') throw new Error(`endpoint ${EndpointName} failed: ${FailureReason}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
