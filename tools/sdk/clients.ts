/** The services of Postern and the SDK clients they are read from. */
import { createRequire } from 'node:module';
import type { ServiceEntry } from '../../src/wire/snapshot/schema-file.ts';

/** One service to generate. */
export interface ClientSource {
  readonly name: string;
  /** Package without scope. */
  readonly client: string;
  /** Folder in botocore's data. */
  readonly botocore: string;
  /** All protocols the service answers; AWS's own models list them, the SDK names only the one it speaks. */
  readonly protocols: readonly string[];
}

/** In the order of `generated/services.json`. */
export const CLIENTS: readonly ClientSource[] = [
  { name: 'iam', client: 'client-iam', botocore: 'iam', protocols: ['awsQuery'] },
  { name: 'sts', client: 'client-sts', botocore: 'sts', protocols: ['awsQuery'] },
  { name: 's3', client: 'client-s3', botocore: 's3', protocols: ['restXml'] },
  { name: 'logs', client: 'client-cloudwatch-logs', botocore: 'logs', protocols: ['awsJson1_1'] },
  {
    name: 'cloudwatch',
    client: 'client-cloudwatch',
    botocore: 'cloudwatch',
    protocols: ['awsJson1_0', 'rpcv2Cbor', 'awsQuery'],
  },
  { name: 'lambda', client: 'client-lambda', botocore: 'lambda', protocols: ['restJson1'] },
  { name: 'sagemaker', client: 'client-sagemaker', botocore: 'sagemaker', protocols: ['awsJson1_1'] },
  {
    name: 'sagemaker-runtime',
    client: 'client-sagemaker-runtime',
    botocore: 'sagemaker-runtime',
    protocols: ['restJson1'],
  },
  { name: 'api-gateway', client: 'client-api-gateway', botocore: 'apigateway', protocols: ['restJson1'] },
  {
    name: 'application-auto-scaling',
    client: 'client-application-auto-scaling',
    botocore: 'application-autoscaling',
    protocols: ['awsJson1_1'],
  },
];

/** The module of a client. */
export async function loadClient(client: string): Promise<Record<string, unknown>> {
  return (await import(`@aws-sdk/${client}`)) as Record<string, unknown>;
}

/** The installed version of a client. */
export function clientVersion(client: string): string {
  return (createRequire(import.meta.url)(`@aws-sdk/${client}/package.json`) as { version: string }).version;
}

interface ClientConfig {
  readonly serviceId: string;
  readonly signingName?: string;
  readonly defaultSigningName?: string;
  readonly protocolSettings: {
    readonly version: string;
    readonly serviceTarget: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
}

/** The facts a client keeps of its service, and its operations' names. */
export function serviceEntry(
  source: ClientSource,
  sdk: Readonly<Record<string, unknown>>,
  operations: readonly string[],
): ServiceEntry {
  const Client = Object.entries(sdk).find(
    ([name]) => name.endsWith('Client') && !name.startsWith('_') && name !== 'Client',
  )?.[1];
  if (typeof Client !== 'function') throw new Error(`no client class in ${source.client}`);
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const { config } = Reflect.construct(Client, [{ region: 'us-east-1', credentials }]) as {
    config: ClientConfig;
  };
  const settings = config.protocolSettings;
  const signingName = config.signingName ?? config.defaultSigningName;
  if (!signingName || !settings.version || !settings.serviceTarget) {
    throw new Error(`${source.client} no longer tells its signing name, version and target`);
  }
  const rpc = source.protocols.some((protocol) => protocol.startsWith('awsJson'));
  return {
    name: source.name,
    client: source.client,
    shapeName: settings.serviceTarget,
    serviceId: config.serviceId,
    signingName,
    version: settings.version,
    targetPrefix: rpc ? settings.serviceTarget : '',
    protocols: source.protocols,
    ...(settings.xmlNamespace && { xmlNamespace: settings.xmlNamespace }),
    awsQueryCompatible: settings.awsQueryCompatible ?? false,
    bareXmlErrors: source.name === 's3',
    operations,
  };
}
