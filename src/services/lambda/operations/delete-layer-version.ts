import type { Operation } from '../context.ts';
import { invalid } from '../faults.ts';
import { versionKey } from '../records/records.ts';
import { readLayerName } from '../translate/names.ts';

/** Functions that use it keep it; one that is not there is no error. @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html */
export const deleteLayerVersion: Operation<'DeleteLayerVersion'> = (input, { call, records, hosting }) => {
  if (input.VersionNumber < 1) throw invalid('Layer Version Cannot be less than 1');
  const { account, name } = readLayerName(input.LayerName, call);
  if (account === call.account && records.layerVersions.delete(versionKey(name, input.VersionNumber)))
    hosting.collectCode();
  return {};
};
