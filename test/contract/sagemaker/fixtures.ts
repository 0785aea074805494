import { gzipSync } from 'node:zlib';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { setTimeout as pause } from 'node:timers/promises';
import { account, type Stack as WholeStack } from './stack.ts';

/** What fixtures need of a stack. */
export type Stack = Pick<WholeStack, 's3' | 'iam' | 'sageMaker'>;

export const bucket = 'models';
export const roleArn = `arn:aws:iam::${account}:role/endpoint`;
export const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/postern-onnx:1`;

/** One entry of a tar archive. */
export interface Entry {
  readonly name: string;
  readonly data?: Uint8Array;
  /** As in the header: `0` a file, `1` a hard link, `2` a symbolic link. */
  readonly type?: string;
  readonly link?: string;
}

/** A tar archive, gzipped. */
export function tarGz(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, data = new Uint8Array(), type = '0', link = '' }) => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('00000000000\0', 136);
    head.write(type, 156);
    head.write(link, 157);
    head.write('ustar\x0000', 257);
    head.write('        ', 148);
    head.write(
      `${head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** `model.tar.gz` of one ONNX model. */
export const artifact = (model: Uint8Array): Buffer => tarGz([{ name: 'model.onnx', data: model }]);

/** Makes the bucket and the execution role that every test uses. */
export async function prepare(stack: Stack): Promise<void> {
  await stack.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await createRole(stack);
}

/** Makes the execution role. */
export async function createRole(stack: Stack): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  await stack.iam.send(
    new CreateRoleCommand({ RoleName: 'endpoint', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const statement = [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
  ];
  await stack.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'endpoint',
      PolicyName: 'read',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statement }),
    }),
  );
}

/** Puts bytes into the bucket; answers their address. */
export async function put(stack: Stack, key: string, body: Uint8Array): Promise<string> {
  await stack.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return `s3://${bucket}/${key}`;
}

/** Makes a model of that artifact. */
export async function createModel(
  stack: Stack,
  name: string,
  tar: Uint8Array,
  more: object = {},
): Promise<void> {
  const url = await put(stack, `${name}/model.tar.gz`, tar);
  await stack.sageMaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: roleArn,
      PrimaryContainer: { Image: image, ModelDataUrl: url, ...more },
    }),
  );
}

/** Makes a configuration of one variant, `AllTraffic`. */
export async function createConfig(
  stack: Stack,
  name: string,
  model: string,
  more: Partial<ProductionVariant> = {},
): Promise<void> {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: model,
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
          ...more,
        },
      ],
    }),
  );
}

/** Waits until an endpoint is on its way no more. */
export async function settled(stack: Stack, name: string): Promise<DescribeEndpointCommandOutput> {
  for (;;) {
    const found = await stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    if (!['Creating', 'Updating', 'RollingBack', 'Deleting'].includes(found.EndpointStatus ?? ''))
      return found;
    await pause(50);
  }
}

/** Makes model, configuration and endpoint of one name, and waits for what becomes of it. */
export async function deploy(
  stack: Stack,
  name: string,
  tar: Uint8Array,
  variant: Partial<ProductionVariant> = {},
): Promise<DescribeEndpointCommandOutput> {
  await createModel(stack, name, tar);
  await createConfig(stack, name, name, variant);
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  return settled(stack, name);
}
