import { Fault, type Caller, type InsideClient } from '../../wire/index.ts';
import type { Place } from './arns.ts';
import { failedAccess } from './faults.ts';
import type { TargetKey } from './records/target.ts';
import { dimensionOf } from './resources/dimensions.ts';
import type { CallAsRole, Dimension } from './resources/resource.ts';

/** Sessions of roles; `services/iam` has them. */
export interface Roles {
  find(arn: string): object | undefined;
  callerForRole(asks: {
    readonly roleArn: string;
    readonly sessionName: string;
    /** The service principal. */
    readonly service: string;
  }): Caller | undefined;
}

const SESSION = 'AutoScaling-UpdateDesiredCapacity';

/** The ARN of the role that is linked to scaling a dimension. */
export const roleArnOf = (account: string, { principal, roleName }: Dimension): string =>
  `arn:aws:iam::${account}:role/aws-service-role/${principal}/${roleName}`;

/**
 * Makes the role that is linked to scaling a dimension where there is none, in the name of who needs it.
 * @throws Fault AccessDenied where they may not
 */
export async function ensureRole(
  { inside, roles }: { readonly inside: InsideClient; readonly roles: Roles },
  caller: Caller,
  region: string,
  dimension: Dimension,
): Promise<void> {
  if (roles.find(roleArnOf(caller.account, dimension))) return;
  try {
    const input = { AWSServiceName: dimension.principal };
    await inside.call({ service: 'iam', operation: 'CreateServiceLinkedRole', input, caller, region });
  } catch (error) {
    // another call may have made it meanwhile
    if (!(error instanceof Fault) || !roles.find(roleArnOf(caller.account, dimension))) throw error;
  }
}

/** Calls other services as the linked role. */
export function callAsRole({ inside, roles }: { inside: InsideClient; roles: Roles }): CallAsRole {
  return <Output>(target: TargetKey & Place, service: string, operation: string, input: object) => {
    const dimension = dimensionOf(target);
    const roleArn = roleArnOf(target.account, dimension);
    const caller = roles.callerForRole({ roleArn, sessionName: SESSION, service: dimension.principal });
    if (!caller) throw failedAccess(`Unable to assume IAM role: ${roleArn}`);
    return inside.call<Output>({ service, operation, input, caller, region: target.region });
  };
}
