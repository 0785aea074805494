import { Fault, type Violation } from '../../wire/index.ts';
import { invalidArgument, malformedXml } from './faults.ts';

/** Members whose handlers say themselves what is wrong with them. */
const JUDGED_LATER = new Set([
  'ACL',
  'StorageClass',
  'ServerSideEncryption',
  'ChecksumAlgorithm',
  'EncodingType',
  'CopySource', // encoded: its slash may be `%2F`
  'CreateBucketConfiguration.LocationConstraint',
]);

/**
 * What S3 says of an input that breaks the model: it has no validation errors, but documents that are not of its schema and
 * arguments that are not valid.
 * @returns null where the handler is to judge
 */
export function invalidInput(violations: readonly Violation[]): Fault | null {
  const [violation] = violations.filter(({ path }) => !JUDGED_LATER.has(nameOf(path)));
  if (!violation) return null;
  const { path, value, demand } = violation;
  if (path.length > 1) return malformedXml();
  if (demand.kind === 'required') return new Fault('MissingRequestBodyError', 400, 'Request Body is empty');
  const name = nameOf(path);
  return invalidArgument(`Invalid ${name}`, name, String(value));
}

const nameOf = (path: Violation['path']): string =>
  path.map((step) => (step.kind === 'member' ? step.name : '')).join('.');
