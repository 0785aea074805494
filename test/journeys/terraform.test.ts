/** The unmodified Terraform CLI with the AWS provider builds the ridership stack here, finds nothing to change, changes it, takes it away. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { APIGatewayClient, GetAccountCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListEndpointsCommand, ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { functionPackage, modelArchive } from '../../src/cli/deploy/artifacts.ts';
import { startPostern, type TestPostern } from '../postern.ts';

const here = fileURLToPath(new URL('terraform', import.meta.url));
const ridership = fileURLToPath(new URL('../../examples/ridership', import.meta.url));

/** The folder from which Terraform can install the AWS provider without a network: `TF_PLUGIN_DIR` or one of its own mirror places. */
async function findPlugins(): Promise<string | undefined> {
  const places = [
    process.env['TF_PLUGIN_DIR'],
    join(homedir(), '.terraform.d', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
  for (const place of places) {
    if (place && (await exists(join(place, 'registry.terraform.io', 'hashicorp', 'aws')))) return place;
  }
  return undefined;
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );

async function findProgram(name: string): Promise<boolean> {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  return (await Promise.all(places.map((place) => exists(join(place, name))))).includes(true);
}

const plugins = await findPlugins();
const skip = !(await findProgram('terraform'))
  ? 'terraform is not on PATH'
  : !plugins && 'the AWS provider is in none of Terraform’s mirror places, nor in TF_PLUGIN_DIR';

interface Terraform {
  (...args: string[]): Promise<{ code: number; output: string }>;
}

/** Terraform in a folder of its own, pointed at a Postern by the environment that any AWS client reads, and by nothing else. */
async function openTerraform(postern: TestPostern, folder: string): Promise<Terraform> {
  for (const name of await readdir(here)) await copyFile(join(here, name), join(folder, name));
  const model = join(folder, 'model.tar.gz');
  const code = join(folder, 'function.zip');
  await writeFile(model, (await modelArchive(join(ridership, 'models/boosted.onnx'))).bytes);
  await writeFile(code, (await functionPackage(join(ridership, 'function/handler.ts'))).bytes);
  const configuration = join(folder, 'terraform.rc');
  await writeFile(configuration, '');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    TF_VAR_model_archive: model,
    TF_VAR_function_archive: code,
    ...postern.environment,
  };
  return (command, ...args) =>
    new Promise((resolve, reject) => {
      execFile(
        'terraform',
        [command as string, '-no-color', ...args],
        { cwd: folder, env },
        (error, out, err) => {
          if (typeof error?.code === 'string') return reject(error); // it did not start
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: out + err });
        },
      );
    });
}

async function succeed(run: Promise<{ code: number; output: string }>): Promise<string> {
  const { code, output } = await run;
  assert.equal(code, 0, output);
  return output;
}

const days = JSON.stringify([
  { date: '2016-08-29', temperature: 77 },
  { date: '2015-12-25', temperature: 38 },
]);

test('Terraform builds, keeps, changes and takes away the ridership stack', {
  skip,
  timeout: 240_000,
}, async (t) => {
  await using postern = await startPostern();
  const folder = await mkdtemp(join(tmpdir(), 'postern-terraform-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const terraform = await openTerraform(postern, folder);
  await succeed(terraform('init', `-plugin-dir=${plugins}`));

  await t.test('apply makes every resource', async () => {
    const output = await succeed(terraform('apply', '-auto-approve'));
    assert.match(output, /Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
  });

  const outputs = JSON.parse(await succeed(terraform('output', '-json')));
  const call = (body: string, headers: Record<string, string> = { 'x-api-key': outputs.api_key.value }) =>
    fetch(`${postern.url}/restapis/${outputs.url.value}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  await t.test('the deployed URL predicts and refuses', async () => {
    const answer = await call(days);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('x-amzn-invoked-production-variant'), 'boosted');
    const [monday, christmas] = (await answer.json()) as [number, number];
    assert.ok(monday > 15 && christmas < 8, `a working Monday ${monday}, Christmas ${christmas}`);
    assert.equal((await call(days, {})).status, 403);
    const refused = await call('[]');
    assert.equal(refused.status, 422, 'the gateway response that the stack sets');
    assert.equal(refused.headers.get('x-refused'), 'body');
    const preflight = await fetch(`${postern.url}/restapis/${outputs.url.value}`, { method: 'OPTIONS' });
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*']);
  });

  await t.test('a second plan finds nothing to change', async () => {
    const { code, output } = await terraform('plan', '-detailed-exitcode');
    assert.equal(code, 0, output);
  });

  const changes = ['-var=memory_mb=1024', '-var=stage_of_life=production', '-var=burst=150'];
  await t.test('memory, tags and throttle change in place, and stay changed', async () => {
    const output = await succeed(terraform('apply', '-auto-approve', '-refresh=false', ...changes));
    assert.match(output, /Apply complete! Resources: \d+ added, \d\d changed, \d+ destroyed/);
    const lambda = new LambdaClient(postern.client);
    const live = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'ridership', Qualifier: 'live' }),
    );
    assert.deepEqual([live.MemorySize, live.Version], [1024, '2'], 'published and the alias moved on');
    assert.equal((await call(days)).status, 200);
    const again = await terraform('plan', '-detailed-exitcode', ...changes);
    assert.equal(again.code, 0, again.output);
  });

  await t.test('destroy leaves nothing', async () => {
    await succeed(terraform('destroy', '-auto-approve', '-refresh=false', ...changes));
    assert.deepEqual(await whatIsLeft(postern), []);
    assert.equal((await call(days)).status, 403, 'as any unknown API');
  });
});

/** Everything of the kinds that the stack has. */
async function whatIsLeft({ client }: TestPostern): Promise<unknown[]> {
  const iam = new IAMClient(client);
  const gateway = new APIGatewayClient(client);
  const sageMaker = new SageMakerClient(client);
  const answers = await Promise.all([
    new S3Client(client).send(new ListBucketsCommand({})).then(({ Buckets }) => Buckets),
    // a role that is linked to a service stays, as on AWS
    iam
      .send(new ListRolesCommand({}))
      .then(({ Roles }) => Roles?.filter(({ Path }) => !Path?.startsWith('/aws-service-role/'))),
    iam.send(new ListPoliciesCommand({ Scope: 'Local' })).then(({ Policies }) => Policies),
    new LambdaClient(client).send(new ListFunctionsCommand({})).then(({ Functions }) => Functions),
    gateway.send(new GetRestApisCommand({})).then(({ items }) => items),
    gateway.send(new GetAccountCommand({})).then(({ cloudwatchRoleArn }) => cloudwatchRoleArn),
    sageMaker.send(new ListEndpointsCommand({})).then(({ Endpoints }) => Endpoints),
    sageMaker.send(new ListModelsCommand({})).then(({ Models }) => Models),
    new ApplicationAutoScalingClient(client)
      .send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' }))
      .then(({ ScalableTargets }) => ScalableTargets),
    new CloudWatchClient(client)
      .send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }))
      .then(({ MetricAlarms, CompositeAlarms }) => [MetricAlarms, CompositeAlarms].flat()),
  ]);
  return answers.flatMap<unknown>((answer) => answer ?? []);
}
