import type { LambdaContext } from './context.ts';
import { accessDenied, invalid, unpackedTooLarge } from './faults.ts';
import { LAYERS, UNPACKED_BYTES } from './limits.ts';
import { recordsIn, versionKey } from './records/records.ts';
import type { UsedLayer } from './records/rows.ts';
import { layerArn, readLayerName } from './translate/names.ts';

/** The layers of a function by their ARNs, lowest first. @throws Fault when one cannot be used */
export function findLayers(arns: readonly string[], context: LambdaContext): UsedLayer[] {
  const { call, store } = context;
  if (arns.length > LAYERS) throw invalid(`Cannot reference more than ${LAYERS} layers.`);
  const seen = new Map<string, string>();
  return arns.map((arn) => {
    const name = readLayerName(arn, call);
    const unversioned = layerArn({ ...name, version: undefined });
    const other = seen.get(unversioned);
    if (other !== undefined) {
      throw invalid(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(unversioned, arn);
    if (name.region !== call.region) {
      throw invalid(
        `Layers are not in the same region as the function. Layers are expected to be in region ${call.region}.`,
      );
    }
    if (name.account !== call.account) {
      throw accessDenied(
        `User: ${call.caller.arn} is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
      );
    }
    const row = recordsIn(store, name.account, name.region).layerVersions.get(
      versionKey(name.name, name.version ?? 0),
    );
    if (!row) throw invalid(`Layer version ${arn} does not exist.`);
    return { arn, code: row.code };
  });
}

/** @throws Fault when a function's code and layers together are too large */
export function checkSize(unpackedBytes: number, layers: readonly UsedLayer[]): void {
  const all = layers.reduce((bytes, layer) => bytes + layer.code.unpackedBytes, unpackedBytes);
  if (all > UNPACKED_BYTES) {
    throw layers.length > 0
      ? invalid(
          `Function code combined with layers exceeds the maximum allowed size of ${UNPACKED_BYTES} bytes. The actual size is ${all} bytes.`,
        )
      : unpackedTooLarge(UNPACKED_BYTES);
  }
}
