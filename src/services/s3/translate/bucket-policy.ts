import { malformedPolicy } from '../faults.ts';
import { MAX_POLICY_BYTES } from '../limits.ts';
import { bucketArn } from '../records/bucket.ts';

interface Statement {
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
}

/**
 * Refuses a policy that a bucket cannot have, in S3's words. What the elements mean is for the policy evaluator.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function checkPolicy(text: string, bucket: string): void {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
    throw malformedPolicy('Policies must not be larger than 20 kilobytes in size');
  }
  const document = parse(text);
  if (document.Version !== undefined && !['2012-10-17', '2008-10-17'].includes(String(document.Version))) {
    throw malformedPolicy('The policy must contain a valid version string');
  }
  const statements = [document.Statement ?? []].flat();
  if (statements.length === 0) throw malformedPolicy('Could not parse the policy: Statement is empty!');
  for (const statement of statements) checkStatement(statement, bucket);
}

function parse(text: string): { Version?: unknown; Statement?: Statement | readonly Statement[] } {
  if (!text.trimStart().startsWith('{')) {
    throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
}

function checkStatement(statement: Statement & { Effect?: unknown }, bucket: string): void {
  if (typeof statement !== 'object' || statement === null)
    throw malformedPolicy('This policy contains invalid Json');
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw malformedPolicy('Missing required field Effect');
  if (!statement.Principal && !statement.NotPrincipal)
    throw malformedPolicy('Missing required field Principal');
  const actions = [statement.Action ?? statement.NotAction ?? []].flat();
  if (actions.length === 0) throw malformedPolicy('Missing required field Action');
  if (!actions.every((action) => action === '*' || /^s3:/i.test(String(action)))) {
    throw malformedPolicy('Policy has invalid action');
  }
  const resources = [statement.Resource ?? statement.NotResource ?? []].flat();
  if (resources.length === 0) throw malformedPolicy('Missing required field Resource');
  if (!resources.every((resource) => isWithin(String(resource), bucket)))
    throw malformedPolicy('Policy has invalid resource');
}

/** Whether a resource is the bucket or something in it. */
function isWithin(resource: string, bucket: string): boolean {
  const arn = bucketArn(bucket);
  if (resource === arn || resource.startsWith(`${arn}/`) || resource === '*') return true;
  const pattern = resource.split('/')[0] ?? '';
  const expression = pattern
    .replace(/[.+^$|()[\]\\{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return /[*?]/.test(pattern) && new RegExp(`^${expression}$`).test(arn);
}
