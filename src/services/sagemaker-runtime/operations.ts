import type * as sdk from '@aws-sdk/client-sagemaker-runtime';
import type { Operations } from '../../wire/index.ts';
import type { SageMakerRuntimeContext } from './context.ts';
import { invokeEndpoint } from './operations/invoke-endpoint.ts';
import { invokeEndpointAsync } from './operations/invoke-endpoint-async.ts';
import { invokeEndpointWithResponseStream } from './operations/invoke-endpoint-with-response-stream.ts';

/** What is built of SageMaker's data plane. */
export const operations = {
  InvokeEndpoint: invokeEndpoint,
  InvokeEndpointAsync: invokeEndpointAsync,
  InvokeEndpointWithResponseStream: invokeEndpointWithResponseStream,
} satisfies Operations<typeof sdk, SageMakerRuntimeContext>;
