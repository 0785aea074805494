/** A statement of a policy document, as far as it matters here. */
interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Condition keys that, held to fixed values, narrow everyone down to someone. */
const NARROWING = new Set([
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  'aws:principalorgid',
  'aws:principalarn',
  'aws:principalaccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

/**
 * Whether a bucket policy lets everyone in, as Block Public Access means it.
 * @param policy a JSON document that was checked when it was put
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublic(policy: string | undefined): boolean {
  if (policy === undefined) return false;
  const { Statement } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
  return [Statement ?? []].flat().some(letsEveryoneIn);
}

function letsEveryoneIn(statement: Statement): boolean {
  if (statement.Effect !== 'Allow') return false;
  const everyone = statement.NotPrincipal !== undefined || namesEveryone(statement.Principal);
  return everyone && !isNarrowed(statement.Condition);
}

function namesEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return Object.values(principal).flat().includes('*');
}

function isNarrowed(condition: Statement['Condition']): boolean {
  return Object.entries(condition ?? {}).some(
    ([operator, keys]) =>
      !/not|null/i.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          NARROWING.has(key.toLowerCase()) && [values].flat().every((value) => isFixed(key, String(value))),
      ),
  );
}

/** Whether a value narrows: no wildcards or variables, and not a whole half of the Internet. */
function isFixed(key: string, value: string): boolean {
  if (key.toLowerCase() === 'aws:sourceip') return !/\/[0-7]$/.test(value) && value !== '::/0';
  if (key.toLowerCase() === 's3:dataaccesspointarn') return true;
  return !/[*?]|\$\{/.test(value);
}
