import type { DescribeEndpointCommand, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpoint } from '../faults.ts';
import type { Deployment } from '../records/endpoint.ts';
import { containersOf } from '../records/model.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
export function describeEndpoint(
  { EndpointName }: InputOf<typeof DescribeEndpointCommand>,
  context: Context,
): OutputOf<typeof DescribeEndpointCommand> {
  const EndpointArn = arnOf(context.call, 'endpoint', EndpointName);
  const row = context.endpoints.get(keyOf(EndpointName));
  if (!row) throw couldNotFindEndpoint(EndpointArn);
  const config = row.current && context.configs.get(keyOf(row.current.configName));
  return {
    EndpointName: row.name,
    EndpointArn,
    EndpointConfigName: row.configName,
    EndpointStatus: row.status,
    FailureReason: row.failureReason,
    CreationTime: new Date(row.createdMs),
    LastModifiedTime: new Date(row.modifiedMs),
    ProductionVariants: row.current && summaries(row.current),
    PendingDeploymentSummary:
      row.current && row.next && row.status === 'Updating'
        ? {
            EndpointConfigName: row.next.configName,
            StartTime: new Date(row.next.startedMs),
            ProductionVariants: row.next.variants.map((variant) => ({
              VariantName: variant.name,
              DesiredWeight: variant.weight,
              DesiredInstanceCount: variant.instances,
              VariantStatus: [{ Status: 'Creating' as const }],
            })),
          }
        : undefined,
    DataCaptureConfig: config?.dataCapture && {
      EnableCapture: false,
      CaptureStatus: 'Stopped',
      CurrentSamplingPercentage: config.dataCapture.InitialSamplingPercentage,
      DestinationS3Uri: config.dataCapture.DestinationS3Uri,
      KmsKeyId: config.dataCapture.KmsKeyId ?? '',
    },
  };
}

function summaries(deployment: Deployment): ProductionVariantSummary[] {
  return deployment.variants.map(({ name, model, weight, instances }) => ({
    VariantName: name,
    DeployedImages: containersOf(model).map(({ Image }) => ({
      SpecifiedImage: Image,
      ResolvedImage: Image,
      ResolutionTime: new Date(deployment.startedMs),
    })),
    CurrentWeight: weight,
    DesiredWeight: weight,
    // As on SageMaker, an instance whose container is being restarted counts.
    CurrentInstanceCount: instances,
    DesiredInstanceCount: instances,
  }));
}
