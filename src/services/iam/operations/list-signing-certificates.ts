import { type Operation, ownUserName } from '../context.ts';

/**
 * The signing certificates of a user: none, since none can be made here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html
 */
export const listSigningCertificates: Operation<'ListSigningCertificates'> = (input, { call, records }) => {
  const name = ownUserName(input.UserName, call);
  if (name !== undefined) records.users.get(name);
  return { Certificates: [], IsTruncated: false };
};
