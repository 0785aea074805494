import type { Operation } from '../context.ts';

/**
 * The account's virtual MFA devices: none, since none can be made here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
 */
export const listVirtualMFADevices: Operation<'ListVirtualMFADevices'> = () => ({
  VirtualMFADevices: [],
  IsTruncated: false,
});
