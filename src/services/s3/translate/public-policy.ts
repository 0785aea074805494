import type { PolicyDocument, Statement } from '../../../engine/policy/index.ts';

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
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isPublic = ({ statements }: PolicyDocument): boolean => statements.some(letsEveryoneIn);

function letsEveryoneIn({ effect, principal, notPrincipal, conditions }: Statement): boolean {
  if (effect !== 'Allow') return false;
  const everyone =
    notPrincipal !== undefined ||
    Object.values(principal ?? {})
      .flat()
      .includes('*');
  return everyone && !isNarrowed(conditions);
}

function isNarrowed(conditions: Statement['conditions']): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      !/not|null|ifexists/i.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          NARROWING.has(key.toLowerCase()) && values.every((value) => isFixed(key.toLowerCase(), value)),
      ),
  );
}

/** Whether a value narrows: no wildcards or variables, and not a whole part of the Internet. */
function isFixed(key: string, value: string): boolean {
  if (key === 's3:dataaccesspointarn') return true;
  if (key === 'aws:sourceip') return !/\/[0-7]$/.test(value);
  return !/[*?]|\$\{/.test(value);
}
