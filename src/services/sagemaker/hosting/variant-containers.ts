import { join } from 'node:path';
import type { ContainerSpec, ServerSpec } from '../../../engine/endpoints/index.ts';
import { keyOf, type Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import { DEFAULT_VOLUME_GB } from '../limits.ts';
import type { DeployedVariant, Deployment } from '../records/endpoint.ts';
import { containerName, containersOf, isMultiModel } from '../records/model.ts';
import { type ContainerSurroundings, containerSpec } from './container-spec.ts';
import { type ContainerData, HostingFailure, type ModelData } from './model-data.ts';
import { multiModelSpec } from './multi-model-data.ts';

/** The containers of a variant with where their data belongs. */
interface VariantContainer {
  readonly name: string;
  readonly data: ContainerData;
  readonly directory: string;
}

/** Where the data of deployments is, and who brings it. */
export interface DataHome {
  readonly modelsDirectory: string;
  readonly modelData: ModelData;
  readonly closing: AbortSignal;
}

function variantContainers(
  { modelsDirectory }: DataHome,
  deployment: Deployment,
  variant: DeployedVariant,
): VariantContainer[] {
  const { model, downloadTimeoutSeconds } = variant;
  if (!model) return [];
  const directory = join(modelsDirectory, deployment.id, keyOf(variant.name));
  const containers = containersOf(model);
  return containers.map((container, index) => ({
    name: containerName(container, index + 1),
    data: { container, position: index + 1, roleArn: model.roleArn, downloadTimeoutSeconds },
    directory: containers.length === 1 ? directory : join(directory, `${index + 1}`),
  }));
}

/** Brings the data of all containers of a variant; those of many models are brought when they are asked for. */
export async function bringVariant(
  home: DataHome,
  place: Place,
  deployment: Deployment,
  variant: DeployedVariant,
): Promise<void> {
  const containers = variantContainers(home, deployment, variant);
  await Promise.all(containers.map((one) => bring(home, place, one)));
}

async function bring({ modelData, closing }: DataHome, place: Place, one: VariantContainer): Promise<void> {
  if (isMultiModel(one.data.container)) return;
  await modelData.bring(one.data, place, one.directory, closing);
}

/**
 * What an instance of a variant runs: its container, or all of them.
 * @throws HostingFailure when an image is not known
 */
export function variantServer(
  home: DataHome,
  place: Place,
  deployment: Deployment,
  variant: DeployedVariant,
  surroundings: ContainerSurroundings,
): ServerSpec {
  const spec = (one: VariantContainer): ContainerSpec => {
    const { directory, data } = one;
    const diskBytes = (variant.volumeGb ?? DEFAULT_VOLUME_GB) * 1024 ** 3;
    const multiModel = isMultiModel(data.container)
      ? multiModelSpec(data, place, directory, diskBytes, home.modelData)
      : undefined;
    const prepare = () => bring(home, place, one);
    const placed = { directory, prepare, ...(multiModel && { multiModel }) };
    const container = containerSpec(data, place, placed, surroundings);
    if (!container) throw new HostingFailure(failureReasons.image(variant.name));
    return container;
  };
  const containers = variantContainers(home, deployment, variant);
  const [only, another] = containers;
  if (only && !another) return spec(only);
  return {
    mode: variant.model?.executionMode === 'Direct' ? 'direct' : 'serial',
    containers: containers.map((one) => ({ name: one.name, container: spec(one) })),
  };
}
