import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';

/** A model as it was created; models never change. */
export interface ModelRow {
  readonly name: string;
  readonly createdMs: number;
  /** As the caller wrote it. */
  readonly container: ContainerDefinition;
  /** Whether it came as `PrimaryContainer` or as the only one of `Containers`. */
  readonly form: 'primary' | 'containers';
  readonly roleArn?: string;
}
