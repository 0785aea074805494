import type { Store } from '../../store/index.ts';
import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { policyText } from './policy.ts';
import { PRINCIPAL } from './ports.ts';
import { qualifiedKey, recordsIn } from './records/records.ts';
import { type FunctionName, functionArn, layerArn, readLayerName, readName } from './translate/names.ts';

/** What access depends on in an input of any operation. */
interface Asked {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  readonly Role?: string;
  readonly Layers?: readonly string[];
  readonly Principal?: string;
  readonly Resource?: string;
  readonly LayerName?: string;
  readonly VersionNumber?: number;
  readonly Arn?: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

/** Operations whose action is named otherwise. */
const ACTIONS: Readonly<Record<string, string>> = {
  Invoke: 'InvokeFunction',
  InvokeWithResponseStream: 'InvokeFunction',
  GetLayerVersionByArn: 'GetLayerVersion',
};

/** Operations that ask about the version or alias and not the function. */
const QUALIFIED = new Set([
  'Invoke',
  'InvokeWithResponseStream',
  'AddPermission',
  'RemovePermission',
  'GetPolicy',
  'PutProvisionedConcurrencyConfig',
  'GetProvisionedConcurrencyConfig',
  'DeleteProvisionedConcurrencyConfig',
]);

/**
 * What a caller needs for an operation.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function accessOf(
  store: Store,
  operation: string,
  input: Asked,
  call: CallContext,
): readonly AccessRequest[] {
  const action = `lambda:${ACTIONS[operation] ?? operation}`;
  const name = functionOf(input, call);
  if (name) {
    const asked = QUALIFIED.has(operation) ? name : { ...name, qualifier: undefined };
    return [accessToFunction(store, action, asked, input), ...roleAccess(input)];
  }
  const layer = input.LayerName ?? input.Arn;
  if (layer === undefined) return [{ action, resource: '*' }];
  const named = readLayerName(layer, call);
  const version = named.version ?? input.VersionNumber;
  return [{ action, resource: layerArn({ ...named, version }), resourceAccount: named.account }];
}

function functionOf(input: Asked, call: CallContext): FunctionName | undefined {
  const text = input.FunctionName ?? (input.Resource?.includes(':function:') ? input.Resource : undefined);
  return text === undefined ? undefined : readName(text, input.Qualifier, call);
}

function accessToFunction(store: Store, action: string, name: FunctionName, input: Asked): AccessRequest {
  const records = recordsIn(store, name.account, name.region);
  const qualifier = name.qualifier === '$LATEST' ? undefined : name.qualifier;
  const policy = records.policies.get(qualifiedKey(name.name, qualifier));
  const tags = records.functions.get(name.name)?.tags ?? {};
  return {
    action,
    resource: functionArn(name),
    resourceAccount: name.account,
    ...(policy && { resourcePolicy: policyText(policy) }),
    conditions: {
      ...(input.Principal !== undefined && { 'lambda:Principal': input.Principal }),
      ...(input.Layers && { 'lambda:Layer': input.Layers }),
      ...(input.Tags && { 'aws:TagKeys': Object.keys(input.Tags) }),
      ...(input.TagKeys && { 'aws:TagKeys': input.TagKeys }),
      ...prefixed('aws:RequestTag/', input.Tags ?? {}),
      ...prefixed('aws:ResourceTag/', tags),
    },
  };
}

const prefixed = (prefix: string, tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));

/** A role may be given to a function by those who may pass it. */
const roleAccess = ({ Role }: Asked): AccessRequest[] =>
  Role === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: Role, conditions: { 'iam:PassedToService': PRINCIPAL } }];
