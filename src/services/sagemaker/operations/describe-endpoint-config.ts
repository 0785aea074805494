import type { DescribeEndpointConfigCommand, ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpointConfig } from '../faults.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpointConfig.html */
export function describeEndpointConfig(
  { EndpointConfigName }: InputOf<typeof DescribeEndpointConfigCommand>,
  context: Context,
): OutputOf<typeof DescribeEndpointConfigCommand> {
  const EndpointConfigArn = arnOf(context.call, 'endpoint-config', EndpointConfigName);
  const row = context.configs.get(keyOf(EndpointConfigName));
  if (!row) throw couldNotFindEndpointConfig(EndpointConfigArn);
  return {
    EndpointConfigName: row.name,
    EndpointConfigArn,
    ProductionVariants: row.variants.map(withWeight),
    ShadowProductionVariants: row.shadows?.map(withWeight),
    KmsKeyId: row.kmsKeyId,
    ExecutionRoleArn: row.roleArn,
    AsyncInferenceConfig: row.asyncInference,
    DataCaptureConfig: row.dataCapture && { EnableCapture: true, ...row.dataCapture },
    MetricsConfig: row.metrics,
    CreationTime: new Date(row.createdMs),
    EnableNetworkIsolation: false,
  };
}

const withWeight = (variant: ProductionVariant): ProductionVariant => ({
  InitialVariantWeight: 1,
  ...variant,
});
