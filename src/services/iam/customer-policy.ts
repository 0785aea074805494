import type { IamContext } from './context.ts';
import { awsManaged, limitExceeded, policyNotFound } from './faults.ts';
import { checkDocument } from './grants.ts';
import { limits } from './limits.ts';
import type { ManagedPolicy } from './managed-policies.ts';

/** A managed policy that this account may see. @throws Fault NoSuchEntity */
export function anyPolicy({ account, managed }: IamContext, arn: string): ManagedPolicy {
  const policy = managed.find(arn);
  if (!policy || (!policy.aws && !arn.startsWith(`arn:aws:iam::${account}:`))) throw policyNotFound(arn);
  return policy;
}

/** A managed policy that this account may change. @throws Fault NoSuchEntity, AccessDenied for AWS's own */
export function customerPolicy(context: IamContext, arn: string): ManagedPolicy {
  const policy = anyPolicy(context, arn);
  if (policy.aws) throw awsManaged();
  return policy;
}

/** Checks the document of a managed policy. @throws Fault MalformedPolicyDocument, LimitExceeded */
export function checkManagedDocument(context: IamContext, document: string): void {
  checkDocument(context, document, 'identity');
  if (document.replace(/\s/g, '').length > limits.managedPolicyCharacters) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${limits.managedPolicyCharacters}`);
  }
}
