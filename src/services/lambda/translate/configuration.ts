import { createHash } from 'node:crypto';
import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import type { VersionRow } from '../records/rows.ts';
import { type FunctionName, functionArn } from './names.ts';

/** Milliseconds since the epoch as Lambda writes times: `2026-01-01T00:00:00.000+0000`. */
export const writeTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

/** The ARN that stands for the version of a runtime. */
export const runtimeVersionArn = (region: string, runtime: string): string =>
  `arn:aws:lambda:${region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;

/**
 * A version as AWS answers it.
 * @param named how it was asked for: the qualifier goes into the ARN
 */
export function writeConfiguration(row: VersionRow, named: FunctionName): FunctionConfiguration {
  return {
    FunctionName: row.name,
    FunctionArn: functionArn(named),
    Runtime: row.runtime as Runtime,
    Role: row.role,
    Handler: row.handler,
    CodeSize: row.code.zippedBytes,
    Description: row.description,
    Timeout: row.timeout,
    MemorySize: row.memorySize,
    LastModified: writeTime(row.modifiedMs),
    CodeSha256: row.code.sha256,
    Version: row.version,
    ...(row.environment && { Environment: { Variables: { ...row.environment } } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: row.revisionId,
    ...(row.layers.length > 0 && {
      Layers: row.layers.map(({ arn, code }) => ({ Arn: arn, CodeSize: code.zippedBytes })),
    }),
    State: row.state,
    ...(row.state === 'Pending' && {
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating' as const,
    }),
    ...(row.lastUpdate && { LastUpdateStatus: row.lastUpdate }),
    ...(row.lastUpdate === 'InProgress' && {
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating' as never, // what AWS says, and its SDK does not know
    }),
    PackageType: 'Zip',
    Architectures: [row.architecture],
    EphemeralStorage: { Size: row.ephemeralMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(named.region, row.runtime) },
    LoggingConfig: { LogFormat: 'Text', LogGroup: row.logGroup },
  };
}
