import {
  compilePolicy,
  compileWildcards,
  type PolicyDocument,
  type Statement,
} from '../../../engine/policy/index.ts';
import { malformedPolicy } from '../faults.ts';
import { MAX_POLICY_BYTES } from '../limits.ts';
import { bucketArn } from '../records/bucket.ts';

/**
 * A policy that a bucket can have, or MalformedPolicy in S3's words.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function readBucketPolicy(text: string, bucket: string): PolicyDocument {
  if (!text.trimStart().startsWith('{')) {
    throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
    throw malformedPolicy('Policies must not be larger than 20 kilobytes in size');
  }
  const compiled = compilePolicy(text, 'resource');
  if ('malformed' in compiled) throw malformedPolicy(compiled.malformed);
  for (const statement of compiled.document.statements) checkStatement(statement, bucket);
  return compiled.document;
}

function checkStatement({ actions, notActions, resources, notResources }: Statement, bucket: string): void {
  const isS3 = (action: string) => action === '*' || action.toLowerCase().startsWith('s3:');
  if (!(actions ?? notActions ?? []).every(isS3)) throw malformedPolicy('Policy has invalid action');
  const listed = resources ?? notResources ?? [];
  if (listed.length === 0) throw malformedPolicy('Missing required field Resource');
  if (!listed.every((resource) => isWithin(resource, bucket))) {
    throw malformedPolicy('Policy has invalid resource');
  }
}

/** Whether a resource is the bucket or something in it; wildcards may stand in its name. */
const isWithin = (resource: string, bucket: string): boolean =>
  resource === '*' || compileWildcards(resource.split('/')[0] ?? '')(bucketArn(bucket));
