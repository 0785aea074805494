import type { StoredCode } from '../../../engine/functions/index.ts';
import type { LambdaContext, Operation } from '../context.ts';
import { conflict, invalid, roleRefused } from '../faults.ts';
import { checkSize, findLayers } from '../layers.ts';
import { defaults, TAGS } from '../limits.ts';
import { PRINCIPAL } from '../ports.ts';
import { publish } from '../publish.ts';
import { type FunctionRow, transitions, type VersionRow } from '../records/rows.ts';
import { settleLater } from '../settle.ts';
import { checkEnvironment } from '../translate/environment.ts';
import { writeConfiguration } from '../translate/configuration.ts';
import { functionArn, readName } from '../translate/names.ts';
import { refuseUnbuilt } from '../translate/refuse.ts';
import { readRuntime } from '../translate/runtimes.ts';
import { checkTimeAndMemory } from '../translate/time-and-memory.ts';
import { withCode } from '../upload.ts';

/** Creates a function from an archive. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: Operation<'CreateFunction'> = async (input, context) => {
  const { call, records, roles } = context;
  const name = {
    ...readName(input.FunctionName, undefined, call),
    account: call.account,
    qualifier: undefined,
  };
  const arn = functionArn(name);
  refuseUnbuilt(input);
  checkTimeAndMemory(input);
  if (!input.Runtime)
    throw invalid('Runtime is mandatory if the function is created with deployment package');
  if (!input.Handler)
    throw invalid('Handler is mandatory if the function is created with deployment package');
  readRuntime(input.Runtime);
  checkEnvironment(input.Environment?.Variables ?? {});
  if (Object.keys(input.Tags ?? {}).length > TAGS)
    throw invalid('Number of tags exceeds resource tag limit.');
  const layers = findLayers(input.Layers ?? [], context);
  if (roles.trusts({ roleArn: input.Role, service: PRINCIPAL, sourceArn: arn }) !== 'trusted')
    throw roleRefused();
  const taken = () => conflict(`Function already exist: ${name.name}`);
  if (records.functions.get(name.name)) throw taken();
  return withCode(input.Code, context, (code) => {
    checkSize(code.unpackedBytes, layers);
    const latest = newVersion(input, name.name, code, layers, context);
    const row: FunctionRow = { latest, nextVersion: 1, tags: { ...input.Tags } };
    if (!records.functions.insert(name.name, row)) throw taken();
    const made = input.Publish ? publish(row, undefined, context) : latest;
    settleLater(context, call.account, call.region, name.name);
    return writeConfiguration(made, name);
  });
};

function newVersion(
  input: Parameters<Operation<'CreateFunction'>>[0],
  name: string,
  code: StoredCode,
  layers: VersionRow['layers'],
  { clock, ids }: LambdaContext,
): VersionRow {
  return {
    name,
    version: '$LATEST',
    description: input.Description ?? '',
    runtime: input.Runtime ?? '',
    handler: input.Handler ?? '',
    role: input.Role,
    timeout: input.Timeout ?? defaults.timeout,
    memorySize: input.MemorySize ?? defaults.memorySize,
    ...(input.Environment && { environment: { ...input.Environment.Variables } }),
    layers,
    architecture: input.Architectures?.[0] ?? 'x86_64',
    ephemeralMb: input.EphemeralStorage?.Size ?? defaults.ephemeralMb,
    logGroup: input.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    code,
    modifiedMs: clock.now(),
    revisionId: ids.uuid(),
    ...transitions.created,
  };
}
