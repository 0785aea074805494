import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { arnOf, type Place } from './arns.ts';
import { type TagsRow, tagsOf } from './records/tags.ts';
import { packagesOfOthers, registryResources } from './registry/access.ts';
import { PRINCIPAL } from './roles.ts';

type Input = Readonly<Record<string, unknown>> & {
  readonly Tags?: { readonly Key: string | undefined; readonly Value: string | undefined }[];
};

const tagConditions = (tags: TagsRow, prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** What is known of resources by their ARNs. */
export interface Known {
  readonly tagsAt: (arn: string) => TagsRow;
  /** Its owner where that may be another account, and its own policy where it can have one. */
  readonly policyAt: (arn: string) => Pick<AccessRequest, 'resourceAccount' | 'resourcePolicy'>;
}

/**
 * What the caller must be allowed to do for a call.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function accessOf(
  operation: string,
  input: Input,
  call: CallContext,
  { tagsAt, policyAt }: Known,
): readonly AccessRequest[] {
  const requested = input.Tags ? tagsOf(input.Tags) : {};
  const asked = {
    ...tagConditions(requested, 'aws:RequestTag'),
    ...(input.Tags && { 'aws:TagKeys': Object.keys(requested) }),
    ...(Array.isArray(input['TagKeys']) && { 'aws:TagKeys': input['TagKeys'] as string[] }),
  };
  const on = (action: string, resource: string): AccessRequest => ({
    action: `sagemaker:${action}`,
    resource,
    ...policyAt(resource),
    conditions: { ...asked, ...tagConditions(tagsAt(resource), 'aws:ResourceTag') },
  });
  const resources = resourcesOf(operation, input, call);
  const requests = (resources.length > 0 ? resources : ['*']).map((resource) => on(operation, resource));
  // Tags given with a new resource are added in the caller's name.
  if (operation.startsWith('Create') && Object.keys(requested).length > 0) {
    requests.push(on('AddTags', resources[0] ?? '*'));
  }
  for (const arn of packagesOfOthers(input, call)) requests.push(on(operation, arn));
  const role = input['ExecutionRoleArn'];
  if (typeof role === 'string') {
    requests.push({
      action: 'iam:PassRole',
      resource: role,
      conditions: { 'iam:PassedToService': PRINCIPAL },
    });
  }
  return requests;
}

/** The ARNs a call names, the resource it is about first. */
function resourcesOf(operation: string, input: Input, place: Place): string[] {
  const named = (kind: Parameters<typeof arnOf>[1], member: string) => {
    const name = input[member];
    return typeof name === 'string' ? [arnOf(place, kind, name)] : [];
  };
  if (typeof input['ResourceArn'] === 'string') return [input['ResourceArn']];
  return [
    ...named('inference-component', 'InferenceComponentName'),
    ...named('endpoint', 'EndpointName'),
    ...named('endpoint-config', 'EndpointConfigName'),
    ...named('model', 'ModelName'),
    ...registryResources(operation, input, place),
  ];
}
