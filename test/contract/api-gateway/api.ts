import { createHash, createHmac } from 'node:crypto';
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { credentials, functionUri, type House, REGION } from './house.ts';

/** What of a deployed API with one method matters to a test. */
export interface ApiOf {
  readonly path: string;
  readonly authorizationType?: string;
  readonly requestParameters?: Record<string, boolean>;
  readonly integration?: Partial<PutIntegrationCommandInput>;
  readonly responses?: readonly {
    statusCode: string;
    selectionPattern?: string;
    header?: readonly [string, string];
  }[];
}

/** Makes an API with nothing but its root. */
export const newApi = async (house: House) => {
  const client = house.client();
  const { id: restApiId = '', rootResourceId: resourceId = '' } = await client.send(
    new CreateRestApiCommand({ name: 'test' }),
  );
  return { client, restApiId, resourceId };
};

/** Deploys an API with `ANY` on one path under the stage `prod`. */
export async function makeApi(house: House, of: ApiOf) {
  const client = house.client();
  const { id: restApiId = '', rootResourceId } = await client.send(
    new CreateRestApiCommand({ name: 'test' }),
  );
  const resource = await client.send(
    new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: of.path }),
  );
  const method = { restApiId, resourceId: resource.id ?? '', httpMethod: 'ANY' };
  await client.send(
    new PutMethodCommand({
      ...method,
      authorizationType: of.authorizationType ?? 'NONE',
      requestParameters: of.requestParameters,
    }),
  );
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: functionUri('echo'),
      ...of.integration,
    }),
  );
  for (const { statusCode, selectionPattern, header } of of.responses ?? []) {
    const name = header && `method.response.header.${header[0]}`;
    await client.send(
      new PutMethodResponseCommand({
        ...method,
        statusCode,
        responseParameters: name ? { [name]: false } : undefined,
      }),
    );
    await client.send(
      new PutIntegrationResponseCommand({
        ...method,
        statusCode,
        selectionPattern,
        responseParameters: name ? { [name]: header[1] } : undefined,
      }),
    );
  }
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return { client, ...method };
}

/** A key to sign with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A POST signed with Signature Version 4, written down here so that two minds must agree on it. */
export function signedFetch(url: string, key: AccessKey, body: string): Promise<Response> {
  const { host, pathname, search } = new URL(url);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${REGION}/execute-api/aws4_request`;
  const names = 'host;x-amz-date';
  const request = `POST\n${pathname}\n${search.slice(1)}\nhost:${host}\nx-amz-date:${time}\n\n${names}\n${sha256(body)}`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(request)}`;
  const signingKey = scope.split('/').reduce<Buffer | string>(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(signingKey, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return fetch(url, { method: 'POST', headers: { 'x-amz-date': time, authorization }, body });
}

/** An IAM user with a key, and a way to let it do something. */
export async function makeUser(house: House, UserName: string) {
  const iam = new IAMClient({ endpoint: house.endpoint, region: REGION, credentials });
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey: made } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    key: { accessKeyId: made?.AccessKeyId ?? '', secretAccessKey: made?.SecretAccessKey ?? '' },
    allow: async (Action: string, Resource: string) => {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource }],
      });
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
    },
  };
}
