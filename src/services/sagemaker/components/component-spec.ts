import { join } from 'node:path';
import {
  componentId,
  defaultHealth,
  type EndpointSpec,
  type VariantSpec,
} from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import { type ContainerSurroundings, containerSpec } from '../hosting/container-spec.ts';
import { type ContainerData, HostingFailure } from '../hosting/model-data.ts';
import type { DataHome } from '../hosting/variant-containers.ts';
import { INSTANCE_CONCURRENCY, INVOCATION_TIMEOUT_MS, MAX_PAYLOAD_BYTES, VARIANT_QUEUE } from '../limits.ts';
import type { ComponentRelease, InferenceComponentRow } from '../records/inference-component.ts';

/** The directory of what a release runs. */
export const releaseDirectory = ({ modelsDirectory }: DataHome, { id }: ComponentRelease): string =>
  join(modelsDirectory, id);

/** Brings the artifact of a release. */
export function bringRelease(home: DataHome, place: Place, release: ComponentRelease): Promise<void> {
  return home.modelData.bring(dataOf(release), place, releaseDirectory(home, release), home.closing);
}

function dataOf({ container, roleArn, specification }: ComponentRelease): ContainerData {
  const { ModelDataDownloadTimeoutInSeconds } = specification.StartupParameters ?? {};
  return { container, position: 1, roleArn, downloadTimeoutSeconds: ModelDataDownloadTimeoutInSeconds };
}

/**
 * What the engine runs for a component: its copies are the instances of one variant.
 * @param routing how requests are given to the copies
 * @throws HostingFailure when the image is not known
 */
export function componentSpec(
  home: DataHome,
  place: Place,
  row: InferenceComponentRow,
  release: ComponentRelease,
  routing: VariantSpec['routing'],
  surroundings: ContainerSurroundings,
): EndpointSpec {
  const { specification } = release;
  const directory = releaseDirectory(home, release);
  const prepare = () => bringRelease(home, place, release);
  const container = containerSpec(dataOf(release), place, { directory, prepare }, surroundings);
  if (!container) throw new HostingFailure(failureReasons.image(row.variantName));
  const { ContainerStartupHealthCheckTimeoutInSeconds: seconds } = specification.StartupParameters ?? {};
  const variant: VariantSpec = {
    name: row.variantName,
    weight: 1,
    instances: row.copies,
    routing,
    container: { ...container, limits: limitsOf(release) },
    health: { ...defaultHealth, ...(seconds !== undefined && { startTimeoutMs: seconds * 1000 }) },
    concurrency: INSTANCE_CONCURRENCY,
    queueLimit: VARIANT_QUEUE,
    invocationTimeoutMs: INVOCATION_TIMEOUT_MS,
    maxResponseBytes: MAX_PAYLOAD_BYTES,
    whenEmpty: 'refuse',
  };
  return { id: componentId(place, row.endpointName, row.name), variants: [variant] };
}

/** A copy is held to what is allocated to it. */
function limitsOf({ specification }: ComponentRelease) {
  const { NumberOfCpuCoresRequired: cpus, MaxMemoryRequiredInMb: memoryMb } =
    specification.ComputeResourceRequirements ?? {};
  return {
    ...(cpus !== undefined && { cpus }),
    ...(memoryMb !== undefined && { memoryBytes: memoryMb * 1024 ** 2 }),
  };
}
