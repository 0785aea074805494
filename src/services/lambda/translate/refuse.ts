import type {
  CreateFunctionCommandInput,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { notImplemented } from '../faults.ts';

type Settings = Partial<Omit<CreateFunctionCommandInput, 'Code'>> &
  Partial<UpdateFunctionConfigurationCommandInput>;

/** Settings that would change what a function does, and are not built: each is refused, none ignored. */
const UNBUILT: readonly [string, (settings: Settings) => unknown][] = [
  [
    'A function in a VPC (VpcConfig)',
    ({ VpcConfig: vpc }) => vpc?.SubnetIds?.length || vpc?.SecurityGroupIds?.length,
  ],
  ['A dead letter queue (DeadLetterConfig)', ({ DeadLetterConfig }) => DeadLetterConfig?.TargetArn],
  ['Encryption of the environment with a key (KMSKeyArn)', ({ KMSKeyArn }) => KMSKeyArn],
  ['Active tracing (TracingConfig)', ({ TracingConfig }) => TracingConfig?.Mode === 'Active'],
  ['A file system (FileSystemConfigs)', ({ FileSystemConfigs }) => FileSystemConfigs?.length],
  [
    'A function from an image (PackageType Image)',
    ({ PackageType, ImageConfig }) => PackageType === 'Image' || ImageConfig,
  ],
  ['Code signing (CodeSigningConfigArn)', ({ CodeSigningConfigArn }) => CodeSigningConfigArn],
  ['SnapStart', ({ SnapStart }) => SnapStart?.ApplyOn && SnapStart.ApplyOn !== 'None'],
  ['The log format JSON (LoggingConfig)', ({ LoggingConfig: log }) => log?.LogFormat === 'JSON'],
  [
    'A log level (LoggingConfig)',
    ({ LoggingConfig: log }) => log?.ApplicationLogLevel || log?.SystemLogLevel,
  ],
  ['A capacity provider (CapacityProviderConfig)', ({ CapacityProviderConfig }) => CapacityProviderConfig],
  ['Publishing to $LATEST.PUBLISHED (PublishTo)', ({ PublishTo }) => PublishTo],
  ['A durable function (DurableConfig)', ({ DurableConfig }) => DurableConfig],
  ['Tenant isolation (TenancyConfig)', ({ TenancyConfig }) => TenancyConfig],
];

/** @throws Fault naming the first setting that is not built */
export function refuseUnbuilt(settings: Settings): void {
  for (const [what, isSet] of UNBUILT) if (isSet(settings)) throw notImplemented(what);
}
