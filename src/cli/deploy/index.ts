import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionOf, ensureAccess, ensureApi, findApi, findKey, finishApi, invokeUrl } from './api.ts';
import { type Artifact, fileArtifact, fingerprint, functionPackage, modelArchive } from './artifacts.ts';
import { type Clients, openClients } from './clients.ts';
import { allowGateway, ensureFunction } from './function.ts';
import { endpointInService, ensureBucket, ensureEndpoint, ensureModel, ensureObject } from './models.ts';
import { ensureRole } from './roles.ts';
import type { ModelApiOutputs, ModelApiSpec, Step } from './spec.ts';

export type { ModelApiOutputs, ModelApiSpec, Step } from './spec.ts';

/** What the steps of a deployment hand on. */
export interface Deployment {
  readonly serverUrl: string;
  clients: Clients;
  code: Artifact;
  models: { version: string; archive: Artifact }[];
  roles: { endpoint: string; handler: string };
  functionArn: string;
  definition: string;
  outputs: ModelApiOutputs;
}

/** A deployment at its start. @param serverUrl where the stack will answer */
export const newDeployment = (serverUrl: string): Deployment => ({ serverUrl }) as Deployment;

/** The stack's outputs when it is already there, whole and by this very definition; else undefined. */
export async function findModelApi(
  spec: ModelApiSpec,
  deployment: Deployment,
): Promise<ModelApiOutputs | undefined> {
  deployment.clients = await openClients();
  deployment.code = await functionPackage(spec.handler.entry);
  const models = await Promise.all(spec.models.map((model) => fileArtifact(model.file)));
  deployment.definition = fingerprint(
    withoutPaths(spec),
    deployment.code.hash,
    models.map((model) => model.hash),
  );
  const api = await findApi(deployment.clients, spec.name);
  const key =
    api && definitionOf(api) === deployment.definition && (await findKey(deployment.clients, spec.name));
  return key ? outputsOf(spec, deployment, api.id as string, key.value) : undefined;
}

/** The steps that bring the stack to its definition, each safe to run again. `findModelApi` comes first. */
export function modelApiSteps(spec: ModelApiSpec): Step<Deployment>[] {
  return [
    { title: 'Models to S3', run: (deployment) => uploadModels(spec, deployment) },
    { title: 'Roles', run: (deployment) => makeRoles(spec, deployment) },
    { title: `Endpoint ${spec.name}`, run: (deployment, tell) => runEndpoint(spec, deployment, tell) },
    { title: `Function ${spec.name}`, run: (deployment) => makeFunction(spec, deployment) },
    { title: `API ${spec.name}, key and usage plan`, run: (deployment) => makeApi(spec, deployment) },
  ];
}

/** The path of a module beside the caller's. */
export const beside = (moduleUrl: string, path: string): string =>
  join(fileURLToPath(new URL('.', moduleUrl)), path);

/** The definition does not change when the files move. */
const withoutPaths = (spec: ModelApiSpec): object => ({
  ...spec,
  models: spec.models.map(({ version }) => version),
  handler: { ...spec.handler, entry: undefined },
});

const bucketOf = (spec: ModelApiSpec, { clients }: Deployment): string =>
  `${spec.name}-models-${clients.account}-${clients.region}`;
const keyOf = (model: { version: string; archive: Artifact }): string =>
  `${model.version}/${model.archive.hash}/model.tar.gz`;

async function uploadModels(spec: ModelApiSpec, deployment: Deployment): Promise<void> {
  const bucket = bucketOf(spec, deployment);
  await ensureBucket(deployment.clients, bucket);
  deployment.models = await Promise.all(
    spec.models.map(async ({ version, file }) => ({ version, archive: await modelArchive(file) })),
  );
  for (const model of deployment.models)
    await ensureObject(deployment.clients, bucket, keyOf(model), model.archive);
}

async function makeRoles(spec: ModelApiSpec, deployment: Deployment): Promise<void> {
  const { clients } = deployment;
  const bucket = `arn:aws:s3:::${bucketOf(spec, deployment)}`;
  const endpoint = `arn:aws:sagemaker:${clients.region}:${clients.account}:endpoint/${spec.name}`;
  const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
  deployment.roles = {
    endpoint: await ensureRole(clients, `${spec.name}-endpoint`, 'sagemaker.amazonaws.com', [
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${bucket}/*` },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucket },
    ]),
    handler: await ensureRole(clients, `${spec.name}-handler`, 'lambda.amazonaws.com', [
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint'], Resource: endpoint },
      { Effect: 'Allow', Action: logs, Resource: `arn:aws:logs:${clients.region}:${clients.account}:*` },
    ]),
  };
}

async function runEndpoint(
  spec: ModelApiSpec,
  deployment: Deployment,
  tell: (status: string) => void,
): Promise<void> {
  const { clients, roles } = deployment;
  const names = new Map<string, string>();
  for (const model of deployment.models) {
    const url = `s3://${bucketOf(spec, deployment)}/${keyOf(model)}`;
    const { version, archive } = model;
    names.set(
      version,
      await ensureModel(clients, spec, { version, hash: archive.hash, url, roleArn: roles.endpoint }),
    );
  }
  await ensureEndpoint(clients, spec, names);
  await endpointInService(clients, spec.name, tell);
}

async function makeFunction(spec: ModelApiSpec, deployment: Deployment): Promise<void> {
  deployment.functionArn = await ensureFunction(
    deployment.clients,
    spec,
    deployment.code,
    deployment.roles.handler,
  );
}

async function makeApi(spec: ModelApiSpec, deployment: Deployment): Promise<void> {
  const { clients } = deployment;
  const apiId = await ensureApi(clients, spec, deployment.functionArn);
  await allowGateway(clients, spec, apiId);
  const key = await ensureAccess(clients, spec, apiId);
  await finishApi(clients, apiId, deployment.definition);
  deployment.outputs = outputsOf(spec, deployment, apiId, key);
}

function outputsOf(
  spec: ModelApiSpec,
  { serverUrl }: Deployment,
  apiId: string,
  apiKey: string,
): ModelApiOutputs {
  return {
    apiId,
    url: invokeUrl(serverUrl, apiId, spec.path),
    apiKey,
    functionName: spec.name,
    endpointName: spec.name,
  };
}
