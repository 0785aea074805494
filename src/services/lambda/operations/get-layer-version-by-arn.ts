import type { Operation } from '../context.ts';
import { findLayerVersion, writeLayerVersion } from '../layer-versions.ts';
import { readLayerName } from '../translate/names.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html */
export const getLayerVersionByArn: Operation<'GetLayerVersionByArn'> = (input, context) => {
  const { version = 0 } = readLayerName(input.Arn, context.call);
  return writeLayerVersion(findLayerVersion(input.Arn, version, context), context);
};
