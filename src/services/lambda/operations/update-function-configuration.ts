import type { Operation } from '../context.ts';
import { roleRefused, updateInProgress } from '../faults.ts';
import { checkRevision, findFunction, ownName } from '../find.ts';
import { checkSize, findLayers } from '../layers.ts';
import { PRINCIPAL } from '../ports.ts';
import { transitions, type VersionRow } from '../records/rows.ts';
import { settleLater } from '../settle.ts';
import { writeConfiguration } from '../translate/configuration.ts';
import { checkEnvironment } from '../translate/environment.ts';
import { functionArn } from '../translate/names.ts';
import { refuseUnbuilt } from '../translate/refuse.ts';
import { readRuntime } from '../translate/runtimes.ts';
import { checkTimeAndMemory } from '../translate/time-and-memory.ts';

/** Changes how a function is run. @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration: Operation<'UpdateFunctionConfiguration'> = (input, context) => {
  const { call, records, clock, ids, roles } = context;
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: undefined };
  const arn = functionArn(name);
  const old = findFunction(name, context);
  refuseUnbuilt(input);
  checkTimeAndMemory(input);
  checkRevision(input.RevisionId, old.latest.revisionId);
  if (old.latest.lastUpdate === 'InProgress') throw updateInProgress(arn);
  if (input.Runtime !== undefined) readRuntime(input.Runtime);
  if (input.Environment?.Variables) checkEnvironment(input.Environment.Variables);
  const layers = input.Layers === undefined ? old.latest.layers : findLayers(input.Layers, context);
  checkSize(old.latest.code.unpackedBytes, layers);
  if (
    input.Role !== undefined &&
    roles.trusts({ roleArn: input.Role, service: PRINCIPAL, sourceArn: arn }) !== 'trusted'
  ) {
    throw roleRefused();
  }
  const latest: VersionRow = {
    ...changed(old.latest, input),
    layers,
    modifiedMs: clock.now(),
    revisionId: ids.uuid(),
    ...transitions.updated,
  };
  records.functions.put(name.name, { ...old, latest });
  settleLater(context, call.account, call.region, name.name);
  return writeConfiguration(latest, name);
};

function changed(
  row: VersionRow,
  input: Parameters<Operation<'UpdateFunctionConfiguration'>>[0],
): VersionRow {
  return {
    ...row,
    description: input.Description ?? row.description,
    runtime: input.Runtime ?? row.runtime,
    handler: input.Handler ?? row.handler,
    role: input.Role ?? row.role,
    timeout: input.Timeout ?? row.timeout,
    memorySize: input.MemorySize ?? row.memorySize,
    ephemeralMb: input.EphemeralStorage?.Size ?? row.ephemeralMb,
    logGroup: input.LoggingConfig?.LogGroup ?? row.logGroup,
    ...(input.Environment && { environment: { ...input.Environment.Variables } }),
  };
}
