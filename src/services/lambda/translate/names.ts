import type { CallContext } from '../../../wire/index.ts';
import { invalid, otherRegion, qualifierMismatch } from '../faults.ts';

/** A function as it was named: whose, where, which, and what of it. */
export interface FunctionName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** A version or alias; undefined: the function itself. */
  readonly qualifier: string | undefined;
}

const FORM =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

const LONGEST_NAME = 64;

/**
 * Reads a name, a partial ARN or an ARN.
 * @param qualifier the parameter of that name; it may not contradict the one in the name
 */
export function readName(
  text: string,
  qualifier: string | undefined,
  call: Pick<CallContext, 'account' | 'region'>,
): FunctionName {
  const [, region = call.region, account = call.account, name = text, own] = FORM.exec(text) ?? [];
  if (name.length > LONGEST_NAME && name !== text) throw tooLong(name);
  if (name.length > LONGEST_NAME) throw tooLong(text);
  if (region !== call.region) throw otherRegion(region, call.region);
  if (own !== undefined && qualifier !== undefined && own !== qualifier) throw qualifierMismatch();
  return { account, region, name, qualifier: qualifier ?? own };
}

const tooLong = (name: string) =>
  invalid(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_NAME}`,
  );

/** The ARN of a function, or of a version or alias of it. */
export const functionArn = ({ account, region, name, qualifier }: FunctionName): string =>
  `arn:aws:lambda:${region}:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

/** Whether a qualifier is an alias and no version. */
export const isAlias = (qualifier: string): boolean => qualifier !== '$LATEST' && !/^\d+$/.test(qualifier);

/** A layer as it was named. */
export interface LayerName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly version: number | undefined;
}

/** Reads a layer's name, its ARN, or the ARN of one of its versions. */
export function readLayerName(text: string, call: Pick<CallContext, 'account' | 'region'>): LayerName {
  const found = /^arn:aws[a-zA-Z-]*:lambda:([^:]+):(\d{12}):layer:([^:]+)(?::(\d+))?$/.exec(text);
  const [, region = call.region, account = call.account, name = text, version] = found ?? [];
  return { account, region, name, version: version === undefined ? undefined : Number(version) };
}

/** The ARN of a layer, or of a version of it. */
export const layerArn = ({ account, region, name, version }: LayerName): string =>
  `arn:aws:lambda:${region}:${account}:layer:${name}${version === undefined ? '' : `:${version}`}`;
