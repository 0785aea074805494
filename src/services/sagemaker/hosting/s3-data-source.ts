import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { validation } from '../faults.ts';
import { parseS3Url, type S3Location } from './s3-location.ts';

/** Where a model's data is. */
export interface S3DataSource extends S3Location {
  /** As the caller wrote it. */
  readonly url: string;
  /** A gzipped tar archive, to be unpacked. */
  readonly compressed: boolean;
  /** Every object under the key, not the one of that key; of a container that serves many models, where these are. */
  readonly prefix: boolean;
}

/**
 * Where the data of a container is; `undefined` when it has none.
 * @throws Fault when it is written in a way SageMaker refuses
 */
export function sourceOf(container: ContainerDefinition): S3DataSource | undefined {
  const { ModelDataUrl: url, ModelDataSource } = container;
  const source = ModelDataSource?.S3DataSource;
  if (url !== undefined && source) {
    throw validation(
      'Both ModelDataUrl and ModelDataSource cannot be provided. Please provide only one of them.',
    );
  }
  if (url !== undefined) {
    const prefix = container.Mode === 'MultiModel';
    return { ...locate(url), url, compressed: !prefix, prefix };
  }
  if (!source?.S3Uri) return undefined;
  const prefix = source.S3DataType === 'S3Prefix';
  const compressed = source.CompressionType === 'Gzip';
  if (prefix && compressed) {
    throw validation('S3DataType S3Prefix can only be used with CompressionType None.');
  }
  return { ...locate(source.S3Uri), url: source.S3Uri, compressed, prefix };
}

function locate(url: string): S3Location {
  const location = parseS3Url(url);
  if (!location) throw validation(`Invalid S3 URI: ${url}`);
  return location;
}
