import type { Operation } from '../context.ts';
import { findLayerVersion, writeLayerVersion } from '../layer-versions.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html */
export const getLayerVersion: Operation<'GetLayerVersion'> = (input, context) =>
  writeLayerVersion(findLayerVersion(input.LayerName, input.VersionNumber, context), context);
