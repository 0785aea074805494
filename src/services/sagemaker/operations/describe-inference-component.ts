import type {
  DescribeInferenceComponentCommand,
  InferenceComponentSpecificationSummary,
} from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindComponent } from '../faults.ts';
import type { ComponentRelease, InferenceComponentRow } from '../records/inference-component.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeInferenceComponent.html */
export function describeInferenceComponent(
  { InferenceComponentName }: InputOf<typeof DescribeInferenceComponentCommand>,
  context: Context,
): OutputOf<typeof DescribeInferenceComponentCommand> {
  const { call } = context;
  const InferenceComponentArn = arnOf(call, 'inference-component', InferenceComponentName);
  const row = context.components.get(keyOf(InferenceComponentName));
  if (!row) throw couldNotFindComponent(InferenceComponentArn);
  const release = row.current ?? row.next;
  return {
    InferenceComponentName: row.name,
    InferenceComponentArn,
    EndpointName: row.endpointName,
    EndpointArn: arnOf(call, 'endpoint', row.endpointName),
    VariantName: row.variantName,
    InferenceComponentStatus: row.status,
    FailureReason: row.failureReason,
    Specification: release && summaryOf(release),
    RuntimeConfig: { DesiredCopyCount: row.copies, CurrentCopyCount: currentCopies(row, context) },
    LastDeploymentConfig: row.lastDeploymentConfig,
    CreationTime: new Date(row.createdMs),
    LastModifiedTime: new Date(row.modifiedMs),
  };
}

/** As for endpoints, a copy whose container is being restarted counts. */
function currentCopies(row: InferenceComponentRow, { call, componentHosting }: Context): number {
  if (row.status === 'InService') return row.copies;
  if (row.status === 'Failed') return 0;
  return componentHosting.copiesInService(call, row);
}

function summaryOf({ specification, startedMs }: ComponentRelease): InferenceComponentSpecificationSummary {
  const { ModelName, Container, StartupParameters, ComputeResourceRequirements } = specification;
  return {
    ModelName,
    Container: Container && {
      DeployedImage: {
        SpecifiedImage: Container.Image,
        ResolvedImage: Container.Image,
        ResolutionTime: new Date(startedMs),
      },
      ArtifactUrl: Container.ArtifactUrl,
      Environment: Container.Environment,
    },
    StartupParameters,
    ComputeResourceRequirements,
  };
}
