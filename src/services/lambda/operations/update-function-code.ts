import type { Architecture } from '@aws-sdk/client-lambda';
import type { Operation } from '../context.ts';
import { invalid, notImplemented, updateInProgress } from '../faults.ts';
import { checkRevision, findFunction, ownName } from '../find.ts';
import { checkSize } from '../layers.ts';
import { publish } from '../publish.ts';
import { type FunctionRow, transitions } from '../records/rows.ts';
import { settleLater } from '../settle.ts';
import { writeConfiguration } from '../translate/configuration.ts';
import { functionArn } from '../translate/names.ts';
import { withCode } from '../upload.ts';

/** Gives a function new code. @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: Operation<'UpdateFunctionCode'> = async (input, context) => {
  const { call, records, clock, ids } = context;
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: undefined };
  if (input.PublishTo) throw notImplemented('Publishing to $LATEST.PUBLISHED (PublishTo)');
  if (input.ImageUri)
    throw invalid("Please don't provide ImageUri when updating a function with packageType Zip.");
  findFunction(name, context);
  return withCode(input, context, (code) => {
    const old = findFunction(name, context);
    checkRevision(input.RevisionId, old.latest.revisionId);
    if (old.latest.lastUpdate === 'InProgress') throw updateInProgress(functionArn(name));
    checkSize(code.unpackedBytes, old.latest.layers);
    const row: FunctionRow = {
      ...old,
      latest: {
        ...old.latest,
        code,
        architecture: (input.Architectures?.[0] as Architecture | undefined) ?? old.latest.architecture,
        modifiedMs: clock.now(),
        revisionId: ids.uuid(),
        ...transitions.updated,
      },
    };
    if (input.DryRun) return writeConfiguration({ ...row.latest, lastUpdate: 'Successful' }, name);
    records.functions.put(name.name, row);
    const made = input.Publish ? publish(row, undefined, context) : row.latest;
    settleLater(context, call.account, call.region, name.name);
    return writeConfiguration(made, { ...name, qualifier: input.Publish ? made.version : undefined });
  });
};
