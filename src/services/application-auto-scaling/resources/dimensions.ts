import { notImplemented, unsupported, validation } from '../faults.ts';
import type { TargetKey } from '../records/target.ts';
import { lambda } from './lambda.ts';
import type { Dimension } from './resource.ts';
import { sagemaker } from './sagemaker.ts';

const dimensions: readonly Dimension[] = [...sagemaker, ...lambda];

/** What of an input says which target is meant. */
export interface TargetInput {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}

/** The dimension of a target that is registered. */
export function dimensionOf({ dimension }: TargetKey): Dimension {
  const found = dimensions.find(({ name }) => name === dimension);
  if (!found) throw new Error(`no dimension ${dimension}`);
  return found;
}

/** @throws Fault NotImplemented for services whose resources do not exist here */
function checkNamespace(namespace: string): void {
  if (!dimensions.some((dimension) => dimension.namespace === namespace)) {
    throw notImplemented(`Scaling in the service namespace ${namespace}`);
  }
}

/** The target that an input means. @throws Fault ValidationException where the parts do not go together; NotImplemented */
export function targetOf({ ServiceNamespace, ResourceId, ScalableDimension }: TargetInput): TargetKey {
  checkNamespace(ServiceNamespace);
  const found = dimensions.find(({ name }) => name === ScalableDimension);
  if (found?.namespace !== ServiceNamespace || !found.resourceId.test(ResourceId)) throw unsupported();
  return { namespace: ServiceNamespace, resourceId: ResourceId, dimension: ScalableDimension };
}

/** Checks a filter of a list. @throws Fault ValidationException, NotImplemented */
export function checkFilter(
  namespace: string,
  resourceIds: readonly string[],
  dimension: string | undefined,
  member: 'ResourceId' | 'ResourceIds',
): void {
  checkNamespace(namespace);
  const fits = dimensions.filter(
    (known) => known.namespace === namespace && (dimension === undefined || known.name === dimension),
  );
  if (fits.length === 0 || !resourceIds.every((id) => fits.some(({ resourceId }) => resourceId.test(id)))) {
    throw unsupported();
  }
  if (dimension !== undefined && resourceIds.length === 0) {
    throw validation(`${member} must be specified when ScalableDimension is specified`);
  }
}
