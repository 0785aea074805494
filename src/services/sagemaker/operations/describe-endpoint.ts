import type { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpoint } from '../faults.ts';
import { captureSummary } from '../translate/inference-settings.ts';
import { pendingSummary, servingSummaries } from '../translate/summaries.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
export function describeEndpoint(
  { EndpointName }: InputOf<typeof DescribeEndpointCommand>,
  context: Context,
): OutputOf<typeof DescribeEndpointCommand> {
  const EndpointArn = arnOf(context.call, 'endpoint', EndpointName);
  const row = context.endpoints.get(keyOf(EndpointName));
  if (!row) throw couldNotFindEndpoint(EndpointArn);
  const { current } = row;
  const capture = current?.dataCapture;
  const inService = (side: 'old' | 'new') => context.hosting.inService(context.call, row.name, side);
  return {
    EndpointName: row.name,
    EndpointArn,
    EndpointConfigName: row.configName,
    EndpointStatus: row.status,
    FailureReason: row.failureReason,
    CreationTime: new Date(row.createdMs),
    LastModifiedTime: new Date(row.modifiedMs),
    ProductionVariants: current && servingSummaries(row, current, current.variants, inService('old')),
    ShadowProductionVariants:
      current?.shadows && servingSummaries(row, current, current.shadows, inService('old')),
    PendingDeploymentSummary: row.next && pendingSummary(row, row.next, inService('new')),
    LastDeploymentConfig: row.lastDeploymentConfig,
    AsyncInferenceConfig: current?.asyncInference,
    DataCaptureConfig: capture && captureSummary(capture),
  };
}
