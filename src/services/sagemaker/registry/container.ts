import type { ContainerDefinition, ModelPackageContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { Context } from '../context.ts';
import { modelPackageNotApproved, notImplemented, validation } from '../faults.ts';
import type { ModelPackageRow } from '../records/model-package.ts';
import { refuseUnbuiltContainer } from '../refuse-unbuilt.ts';
import { packageArn, readRegistryName } from './names.ts';
import { findPackage } from './registry.ts';

/**
 * The containers of the package that a container names, with what the container itself says of its environment.
 * @throws Fault when the package is not there, not approved, or says nothing of containers
 */
export function containersOfPackage(container: ContainerDefinition, context: Context): ContainerDefinition[] {
  const { ModelPackageName = '', InferenceSpecificationName, Environment = {} } = container;
  if (container.Image !== undefined || container.ModelDataUrl !== undefined || container.ModelDataSource) {
    throw validation(
      'A container definition with a ModelPackageName cannot have an Image, ModelDataUrl or ModelDataSource.',
    );
  }
  refuseUnbuiltContainer(container);
  if (container.Mode === 'MultiModel')
    throw notImplemented('Mode MultiModel of a container with a ModelPackageName');
  const named = readRegistryName(ModelPackageName, context.call);
  const row = findPackage(context.registry(named.place), named);
  const arn = packageArn(named.place, row);
  if (row.version !== undefined && row.approval !== 'Approved') throw modelPackageNotApproved(arn);
  const specified = specificationOf(row, InferenceSpecificationName, arn);
  const [only, another] = specified;
  if (only && another && Object.keys(Environment).length > 0) {
    throw validation('Environment cannot be specified with a model package of several containers.');
  }
  return specified.map((one) => definitionOf(one, Environment));
}

function specificationOf(
  row: ModelPackageRow,
  name: string | undefined,
  arn: string,
): readonly ModelPackageContainerDefinition[] {
  const { InferenceSpecification, AdditionalInferenceSpecifications } = row.details;
  const found =
    name === undefined
      ? InferenceSpecification
      : AdditionalInferenceSpecifications?.find(({ Name }) => Name === name);
  if (!found) {
    throw validation(
      name === undefined
        ? `ModelPackage ${arn} does not have an InferenceSpecification.`
        : `Could not find InferenceSpecification "${name}" in ModelPackage ${arn}.`,
    );
  }
  return found.Containers ?? [];
}

function definitionOf(
  specified: ModelPackageContainerDefinition,
  environment: Readonly<Record<string, string>>,
): ContainerDefinition {
  const { ContainerHostname, Image, ModelDataUrl, ModelDataSource, Environment, AdditionalModelDataSources } =
    specified;
  if (AdditionalModelDataSources && AdditionalModelDataSources.length > 0) {
    throw notImplemented('AdditionalModelDataSources of a model package');
  }
  return {
    ...(ContainerHostname !== undefined && { ContainerHostname }),
    ...(Image !== undefined && { Image }),
    ...(ModelDataUrl !== undefined && { ModelDataUrl }),
    ...(ModelDataSource && { ModelDataSource }),
    Environment: { ...Environment, ...environment },
  };
}
