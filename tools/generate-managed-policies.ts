/**
 * Writes `generated/aws-managed-policies.json`: the AWS managed policies that matter for what Postern serves, with their real
 * documents, from the copy of AWS's public list that moto (Apache-2.0) carries, as found on this machine. `--check` compares
 * instead of writing; where moto of the version the file was made from is not found, the check is skipped and says so.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { formatJson, GENERATED, Output } from './sdk/files.ts';

const FILE = 'aws-managed-policies.json';

/** Which of AWS's policies are kept. */
const NAMES = [
  'AdministratorAccess',
  'PowerUserAccess',
  'ReadOnlyAccess',
  'ViewOnlyAccess',
  'SecurityAudit',
  'IAMFullAccess',
  'IAMReadOnlyAccess',
  'IAMUserChangePassword',
  'AmazonSageMakerFullAccess',
  'AmazonSageMakerReadOnly',
  'AmazonSageMakerModelRegistryFullAccess',
  'AmazonS3FullAccess',
  'AmazonS3ReadOnlyAccess',
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AWSLambdaENIManagementAccess',
  'AWSLambdaExecute',
  'AWSLambdaRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambda_FullAccess',
  'AWSLambda_ReadOnlyAccess',
  'AWSXRayDaemonWriteAccess',
  'CloudWatchFullAccess',
  'CloudWatchFullAccessV2',
  'CloudWatchReadOnlyAccess',
  'CloudWatchLogsFullAccess',
  'CloudWatchLogsReadOnlyAccess',
  'CloudWatchAgentServerPolicy',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
  'AmazonAPIGatewayAdministrator',
  'AmazonAPIGatewayInvokeFullAccess',
  'AmazonAPIGatewayPushToCloudWatchLogs',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEC2ContainerRegistryFullAccess',
  'AWSApplicationAutoscalingSageMakerEndpointPolicy',
  'AWSApplicationAutoscalingLambdaConcurrencyPolicy',
  'AmazonVPCFullAccess',
  'AmazonVPCReadOnlyAccess',
  'AmazonEC2FullAccess',
  'AmazonEC2ReadOnlyAccess',
  'AmazonSSMReadOnlyAccess',
  'AWSCloudFormationFullAccess',
  'AWSCloudFormationReadOnlyAccess',
];

interface Listed {
  readonly Path: string;
  readonly DefaultVersionId: string;
  readonly CreateDate: string;
  readonly UpdateDate: string;
  readonly Document: object;
}

const PROGRAM = `
import json, moto
from moto.iam.aws_managed_policies import aws_managed_policies_data
print(json.dumps({"version": moto.__version__, "policies": json.loads(aws_managed_policies_data)}))
`;

function readMoto(): { version: string; policies: Record<string, Listed> } | undefined {
  try {
    return JSON.parse(
      execFileSync('python3', ['-c', PROGRAM], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return undefined;
  }
}

/** An id in the form of AWS's, which its public list does not tell, made from the name so that it stays. */
const idOf = (name: string): string =>
  `ANPA${createHash('sha256')
    .update(name)
    .digest('hex')
    .toUpperCase()
    .replace(/[018-9]/g, 'Z')
    .slice(0, 17)}`;

async function main(check: boolean): Promise<void> {
  const moto = readMoto();
  const present = existsSync(GENERATED + FILE)
    ? JSON.parse(readFileSync(GENERATED + FILE, 'utf8'))
    : undefined;
  if (check && moto?.version !== present?.origin.version) {
    console.log(
      `Skipped: managed policies are of moto ${present?.origin.version}, here is ${moto?.version ?? 'none'}.`,
    );
    return;
  }
  if (!moto) throw new Error('moto is not installed for python3');
  const entries = NAMES.flatMap((name) => {
    const listed = moto.policies[name];
    if (!listed) return [];
    const policy = {
      path: listed.Path,
      id: idOf(name),
      version: listed.DefaultVersionId,
      createMs: Date.parse(listed.CreateDate),
      updateMs: Date.parse(listed.UpdateDate),
      document: listed.Document,
    };
    return [[name, policy]];
  });
  const origin = {
    source:
      "AWS's managed policies, as moto/iam/aws_managed_policies.py lists them; ids are made from the names",
    version: moto.version,
    licence: 'Apache-2.0, see generated/NOTICE',
  };
  const output = new Output(check);
  await output.put(FILE, formatJson({ origin, policies: Object.fromEntries(entries) }));
  output.finish('node tools/generate-managed-policies.ts');
}

await main(process.argv.includes('--check'));
