import type {
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda';
import type { LambdaContext } from './context.ts';
import { invalid, notFound, notImplemented } from './faults.ts';
import { ownName } from './find.ts';
import { findVersion, qualifiedKey } from './records/records.ts';
import type { EventInvokeRow } from './records/rows.ts';
import { type FunctionName, functionArn, isAlias } from './translate/names.ts';

/** A function's qualifier, `$LATEST` when none is given: each may have its own settings. */
export function eventInvokeOwner(text: string, qualifier: string | undefined, context: LambdaContext) {
  const name = ownName(text, qualifier, context);
  const owner = { ...name, qualifier: name.qualifier ?? '$LATEST' };
  return { owner, key: qualifiedKey(owner.name, owner.qualifier) };
}

/** @throws Fault when there is no such function, version or alias */
export function checkOwner({ name, qualifier = '$LATEST' }: FunctionName, { records }: LambdaContext): void {
  const exists = isAlias(qualifier)
    ? records.aliases.get(`${name}/${qualifier}`)
    : findVersion(records, name, qualifier);
  if (!exists) throw notFound("The function doesn't exist.");
}

export const noEventInvokeConfig = (owner: FunctionName) =>
  notFound(`The function ${functionArn(owner)} doesn't have an EventInvokeConfig`);

/** Reads the settings of a request; destinations are not built. */
export function readEventInvoke(
  input: PutFunctionEventInvokeConfigCommandInput,
  nowMs: number,
): EventInvokeRow {
  const { DestinationConfig: to, MaximumRetryAttempts, MaximumEventAgeInSeconds } = input;
  if (to?.OnFailure?.Destination || to?.OnSuccess?.Destination) {
    throw notImplemented('A destination of asynchronous invocations (DestinationConfig)');
  }
  if (MaximumRetryAttempts === undefined && MaximumEventAgeInSeconds === undefined && to === undefined) {
    throw invalid('You must specify at least one of error handling or destination setting.');
  }
  return {
    ...(MaximumRetryAttempts !== undefined && { retries: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { maximumAgeSeconds: MaximumEventAgeInSeconds }),
    modifiedMs: nowMs,
  };
}

/** Settings as AWS answers them. */
export function writeEventInvoke(row: EventInvokeRow, owner: FunctionName): FunctionEventInvokeConfig {
  return {
    LastModified: new Date(row.modifiedMs),
    FunctionArn: functionArn(owner),
    ...(row.retries !== undefined && { MaximumRetryAttempts: row.retries }),
    ...(row.maximumAgeSeconds !== undefined && { MaximumEventAgeInSeconds: row.maximumAgeSeconds }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  };
}
