import { isDeepStrictEqual } from 'node:util';
import type { LambdaContext } from './context.ts';
import { versionKey } from './records/records.ts';
import type { FunctionRow, VersionRow } from './records/rows.ts';

/**
 * Makes a version of what `$LATEST` is now. Nothing changed since the last one: that one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
 */
export function publish(
  row: FunctionRow,
  description: string | undefined,
  context: LambdaContext,
): VersionRow {
  const { records, ids, store, hosting, call } = context;
  const { name } = row.latest;
  const last = records.versions.get(versionKey(name, row.nextVersion - 1));
  if (last && sameAs(last, row.latest)) return last;
  const version: VersionRow = {
    ...row.latest,
    version: String(row.nextVersion),
    description: description ?? row.latest.description,
    revisionId: ids.uuid(),
  };
  store.transaction(() => {
    records.versions.put(versionKey(name, version.version), version);
    records.functions.put(name, { ...row, nextVersion: row.nextVersion + 1 });
  });
  if (version.state === 'Active') hosting.place(call.account, call.region, version);
  return version;
}

/** Whether a version has the code and the configuration that `$LATEST` has now. */
function sameAs(version: VersionRow, latest: VersionRow): boolean {
  const { description, revisionId, modifiedMs, state, lastUpdate } = latest;
  const alike = { ...version, version: '$LATEST', description, revisionId, modifiedMs, state, lastUpdate };
  return isDeepStrictEqual(alike, { ...latest, lastUpdate });
}
