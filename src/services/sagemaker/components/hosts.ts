import { type Copies, instancesNeeded, type Room } from '../../../engine/endpoints/index.ts';
import type { Collection, Records } from '../../../store/index.ts';
import { keyOf, type Place } from '../arns.ts';
import { sizeOfInstance } from '../instance-types.ts';
import { type DeployedVariant, type EndpointRow, withChanges } from '../records/endpoint.ts';
import type { InferenceComponentRow } from '../records/inference-component.ts';

/** What the instances that host components are counted with. */
export interface HostsOptions {
  readonly endpoints: Collection<EndpointRow>;
  readonly components: Collection<InferenceComponentRow>;
}

/** As SageMaker says it. */
const NO_ROOM =
  'There is not enough hardware resources on the instances for this endpoint to create a copy of the inference component. ' +
  'Please update resource requirements for this inference component, remove existing inference components, or increase ' +
  'the number of instances for this endpoint.';

/** What a copy needs. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html */
function needOf({ next, current }: InferenceComponentRow): Room {
  const { specification } = next ?? current ?? {};
  const { NumberOfCpuCoresRequired = 0, MinMemoryRequiredInMb = 0 } =
    specification?.ComputeResourceRequirements ?? {};
  return { cpus: NumberOfCpuCoresRequired, memoryMb: MinMemoryRequiredInMb };
}

/** The copies that a variant of an endpoint hosts, or is to host. */
export function copiesOn(
  components: Records<InferenceComponentRow>,
  endpointName: string,
  variantName: string,
): Copies[] {
  return components
    .list()
    .filter(
      ({ row }) =>
        keyOf(row.endpointName) === keyOf(endpointName) &&
        keyOf(row.variantName) === keyOf(variantName) &&
        row.status !== 'Deleting' &&
        row.status !== 'Failed',
    )
    .map(({ row }) => ({ need: needOf(row), count: row.copies }));
}

/** Whether so many instances of a type have room for the copies; answers what is wrong, `undefined` when nothing is. */
export function roomProblem(
  variant: Pick<DeployedVariant, 'instanceType' | 'instances'>,
  copies: readonly Copies[],
): string | undefined {
  const needed = neededOf(variant, copies);
  return needed !== undefined && needed > variant.instances ? NO_ROOM : undefined;
}

/** `undefined` where the size of the type is not known: then nothing is counted. */
function neededOf({ instanceType }: Pick<DeployedVariant, 'instanceType'>, copies: readonly Copies[]) {
  const size = sizeOfInstance(instanceType);
  if (!size) return undefined;
  const room = { cpus: size.vcpus, memoryMb: size.memoryBytes / 1024 ** 2 };
  const needed = instancesNeeded(room, copies);
  return needed.kind === 'instances' ? needed.count : Number.POSITIVE_INFINITY;
}

/**
 * Makes the instances of a variant as many as its copies need, within its managed scaling; without that, their number
 * stays.
 * @returns what is wrong when the copies do not fit
 */
export function fitInstances(
  options: HostsOptions,
  place: Place,
  endpointName: string,
  variantName: string,
): string | undefined {
  const records = options.endpoints.in(place.account, place.region);
  const key = keyOf(endpointName);
  const variant = records.get(key)?.current?.variants.find(({ name }) => keyOf(name) === keyOf(variantName));
  if (!variant) return `Could not find variant ${variantName} of endpoint ${endpointName}.`;
  const components = options.components.in(place.account, place.region);
  const copies = copiesOn(components, endpointName, variantName);
  const needed = neededOf(variant, copies);
  const { managed } = variant;
  if (!managed || needed === undefined) return roomProblem(variant, copies);
  if (needed > managed.max) return NO_ROOM;
  const instances = Math.max(managed.min, needed);
  if (instances === variant.instances) return undefined;
  records.update(key, (row) =>
    row.current
      ? withChanges(row, {
          current: {
            ...row.current,
            variants: row.current.variants.map((one) =>
              one.name === variant.name ? { ...one, instances } : one,
            ),
          },
        })
      : row,
  );
  return undefined;
}
