import { CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Clients, unless } from './clients.ts';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
}

/**
 * The role of that name, assumable by the service and allowed the statements; made when missing.
 * @returns its ARN
 */
export async function ensureRole(
  { iam }: Clients,
  RoleName: string,
  service: string,
  statements: readonly Statement[],
): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const found =
    (await unless(iam.send(new GetRoleCommand({ RoleName })), 'NoSuchEntityException')) ??
    (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy([trust]) })));
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'access', PolicyDocument: policy(statements) }),
  );
  return found.Role?.Arn as string;
}

const policy = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
