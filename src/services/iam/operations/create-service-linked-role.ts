import type { Operation } from '../context.ts';
import { invalidInput } from '../faults.ts';
import { newRole } from '../role-rules.ts';
import { toRole } from '../translate/entities.ts';

/**
 * Makes the role through which a service acts on the account's behalf.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
export const createServiceLinkedRole: Operation<'CreateServiceLinkedRole'> = (
  { AWSServiceName, Description, CustomSuffix },
  context,
) => {
  const { account, records } = context;
  if (!/^[a-z0-9.-]+\.amazonaws\.com$/.test(AWSServiceName))
    throw invalidInput(`Service role name ${AWSServiceName} is not valid`);
  const name = serviceLinkedName(AWSServiceName, CustomSuffix);
  if (records.roles.find(name)) {
    throw invalidInput(
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  }
  const statement = { Effect: 'Allow', Principal: { Service: AWSServiceName }, Action: 'sts:AssumeRole' };
  const role = newRole(context, {
    name,
    path: `/aws-service-role/${AWSServiceName}/`,
    trust: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    description: Description,
    linkedService: AWSServiceName,
  });
  const policy = linkedPolicies[AWSServiceName];
  const attached = policy ? [`arn:aws:iam::aws:policy/aws-service-role/${policy}`] : [];
  records.roles.insert({ ...role, attached });
  return { Role: toRole(account, role) };
};

/** What a service may do through its role: the managed policy that AWS attaches to it. */
const linkedPolicies: Readonly<Record<string, string>> = {
  'sagemaker.application-autoscaling.amazonaws.com': 'AWSApplicationAutoscalingSageMakerEndpointPolicy',
  'lambda.application-autoscaling.amazonaws.com': 'AWSApplicationAutoscalingLambdaConcurrencyPolicy',
};

/** Names that AWS spells in a way of its own. */
const spelled: Readonly<Record<string, string>> = {
  'sagemaker.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_SageMakerEndpoint',
  'lambda.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_LambdaConcurrency',
  'ops.apigateway.amazonaws.com': 'APIGateway',
  'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
  'autoscaling.amazonaws.com': 'AutoScaling',
  'ecs.amazonaws.com': 'ECS',
};

function serviceLinkedName(service: string, suffix: string | undefined): string {
  const words = service.slice(0, -'.amazonaws.com'.length).split(/[.-]/);
  const standard = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `AWSServiceRoleFor${spelled[service] ?? standard}${suffix === undefined ? '' : `_${suffix}`}`;
}
