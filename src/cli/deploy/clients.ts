import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** The SDK clients that a deployment uses, and whose account and Region they work in. */
export interface Clients {
  readonly apiGateway: APIGatewayClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly account: string;
  readonly region: string;
}

/** Clients configured by the environment, as for any program (`AWS_ENDPOINT_URL`, `AWS_REGION`, credentials). */
export async function openClients(): Promise<Clients> {
  const identity = await new STSClient().send(new GetCallerIdentityCommand());
  const sageMaker = new SageMakerClient();
  return {
    apiGateway: new APIGatewayClient(),
    iam: new IAMClient(),
    lambda: new LambdaClient(),
    s3: new S3Client({ forcePathStyle: true }),
    sageMaker,
    account: identity.Account as string,
    region: await sageMaker.config.region(),
  };
}

/** The answer, or undefined when it fails with one of these errors (by name, or name and words). */
export async function unless<T>(answer: Promise<T>, ...errors: (string | RegExp)[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    if (
      errors.some((expected) => (typeof expected === 'string' ? name === expected : expected.test(message)))
    )
      return undefined;
    throw error;
  }
}
