import type {
  AsyncInferenceConfig,
  DataCaptureConfig,
  DataCaptureConfigSummary,
} from '@aws-sdk/client-sagemaker';
import { validation } from '../faults.ts';
import { parseS3Url, type S3Location } from '../hosting/s3-location.ts';
import { ASYNC_CONCURRENCY } from '../limits.ts';

/** Where asynchronous answers go, and how many are made at once. */
export interface AsyncSettings {
  readonly output: S3Location;
  readonly failure?: S3Location;
  readonly kmsKeyId?: string;
  readonly successTopic?: string;
  readonly errorTopic?: string;
  /** Topics whose notifications have the answer in them, too. */
  readonly responseIn: readonly ('success' | 'error')[];
  /** Requests that an instance is given at once. */
  readonly concurrency: number;
}

/** What is captured of requests and answers. */
export interface CaptureSettings {
  /** 0 to 100. */
  readonly samplingPercentage: number;
  readonly destination: S3Location;
  readonly input: boolean;
  readonly output: boolean;
  /** Content types written as they are, in lower case; all others as base64. */
  readonly csvTypes: readonly string[];
  readonly jsonTypes: readonly string[];
  readonly kmsKeyId?: string;
}

/**
 * @throws Fault when a path is none of S3
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceConfig.html
 */
export function asyncSettings({ ClientConfig, OutputConfig }: AsyncInferenceConfig): AsyncSettings {
  const { S3OutputPath, S3FailurePath, KmsKeyId, NotificationConfig } = OutputConfig ?? {};
  const { SuccessTopic, ErrorTopic, IncludeInferenceResponseIn = [] } = NotificationConfig ?? {};
  if (!S3OutputPath) throw validation('S3OutputPath must be specified in AsyncInferenceConfig.OutputConfig.');
  return {
    output: located(S3OutputPath),
    ...(S3FailurePath && { failure: located(S3FailurePath) }),
    ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
    ...(SuccessTopic && { successTopic: SuccessTopic }),
    ...(ErrorTopic && { errorTopic: ErrorTopic }),
    responseIn: IncludeInferenceResponseIn.map((topic) =>
      topic === 'SUCCESS_NOTIFICATION_TOPIC' ? 'success' : 'error',
    ),
    concurrency: ClientConfig?.MaxConcurrentInvocationsPerInstance ?? ASYNC_CONCURRENCY,
  };
}

/**
 * What is captured; `undefined` when capture is switched off.
 * @throws Fault when the destination is none of S3
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html
 */
export function captureSettings(config: DataCaptureConfig): CaptureSettings | undefined {
  if (config.EnableCapture === false) return undefined;
  const modes = new Set(config.CaptureOptions?.map(({ CaptureMode }) => CaptureMode));
  const { CsvContentTypes = [], JsonContentTypes = [] } = config.CaptureContentTypeHeader ?? {};
  return {
    samplingPercentage: config.InitialSamplingPercentage ?? 0,
    destination: located(config.DestinationS3Uri ?? ''),
    input: modes.has('Input') || modes.has('InputAndOutput'),
    output: modes.has('Output') || modes.has('InputAndOutput'),
    csvTypes: CsvContentTypes.map((type) => type.toLowerCase()),
    jsonTypes: JsonContentTypes.map((type) => type.toLowerCase()),
    ...(config.KmsKeyId !== undefined && { kmsKeyId: config.KmsKeyId }),
  };
}

/** Capture as DescribeEndpoint tells it. */
export function captureSummary(config: DataCaptureConfig): DataCaptureConfigSummary {
  const EnableCapture = config.EnableCapture !== false;
  return {
    EnableCapture,
    CaptureStatus: EnableCapture ? 'Started' : 'Stopped',
    CurrentSamplingPercentage: config.InitialSamplingPercentage,
    DestinationS3Uri: config.DestinationS3Uri,
    KmsKeyId: config.KmsKeyId ?? '',
  };
}

function located(url: string): S3Location {
  const location = parseS3Url(url);
  if (!location) throw validation(`Invalid S3 URI: ${url}`);
  return location;
}
