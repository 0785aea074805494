import { componentId, endpointId } from '../../engine/endpoints/index.ts';
import type { CallContext } from '../../wire/index.ts';
import { validationError } from './faults.ts';
import type { HostedEndpoint } from './hosted.ts';

/** What is asked. */
interface Asked {
  readonly EndpointName: string;
  readonly InferenceComponentName?: string | undefined;
}

/**
 * Under which id the engine serves what is asked: the endpoint, or one of the inference components it hosts.
 * @throws Fault when a component is named that it does not have, or none where it has nothing else
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-test-endpoints.html
 */
export function servedAs(
  call: CallContext,
  { EndpointName, InferenceComponentName: component }: Asked,
  endpoint: HostedEndpoint | undefined,
): string {
  if (component === undefined) {
    if (endpoint?.components)
      throw validationError(
        'Inference Component Name header is required for endpoints to which you plan to deploy inference components. ' +
          'Please include Inference Component Name header or consider using SageMaker models.',
      );
    return endpointId(call, EndpointName);
  }
  if (endpoint && !endpoint.components)
    throw validationError(
      'Inference Component Name header is not allowed for endpoints to which you dont plan to deploy inference ' +
        'components. Please remove the Inference Component Name header and try again.',
    );
  return componentId(call, EndpointName, component);
}
