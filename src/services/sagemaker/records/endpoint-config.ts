import type {
  AsyncInferenceConfig,
  DataCaptureConfig,
  MetricsConfig,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';

/** An endpoint configuration as it was created; configurations never change. */
export interface EndpointConfigRow {
  readonly name: string;
  readonly createdMs: number;
  /** As the caller wrote them. */
  readonly variants: readonly ProductionVariant[];
  readonly shadows?: readonly ProductionVariant[];
  readonly kmsKeyId?: string;
  /** In whose name inference components are started. */
  readonly roleArn?: string;
  readonly asyncInference?: AsyncInferenceConfig;
  readonly dataCapture?: DataCaptureConfig;
  readonly metrics?: MetricsConfig;
}
