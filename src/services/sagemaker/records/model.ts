import type { ContainerDefinition, InferenceExecutionMode } from '@aws-sdk/client-sagemaker';

/** A model as it was created; models never change. */
export interface ModelRow {
  readonly name: string;
  readonly createdMs: number;
  /** What is run; the first one of several. */
  readonly container: ContainerDefinition;
  /** The other ones, in their order. */
  readonly others?: readonly ContainerDefinition[];
  /** As the caller wrote them, where one of them names a model package. */
  readonly asked?: readonly ContainerDefinition[];
  /** How several containers are run; one after the other when left out. */
  readonly executionMode?: InferenceExecutionMode;
  /** Whether they came as `PrimaryContainer` or as `Containers`. */
  readonly form: 'primary' | 'containers';
  readonly roleArn?: string;
}

/** Its containers in their order. */
export const containersOf = (model: ModelRow): readonly ContainerDefinition[] => [
  model.container,
  ...(model.others ?? []),
];

/**
 * What a container of several is called in logs, metrics and by `TargetContainerHostname`.
 * @param position counted from 1
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export const containerName = (container: ContainerDefinition, position: number): string =>
  container.ContainerHostname ?? `container-${position}`;

/** Whether a container serves many models. */
export const isMultiModel = (container: ContainerDefinition): boolean => container.Mode === 'MultiModel';
