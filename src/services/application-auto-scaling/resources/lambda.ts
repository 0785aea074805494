import { Fault } from '../../../wire/index.ts';
import type { Dimension } from './resource.ts';

const FUNCTION = /^function:([A-Za-z0-9-_]{1,64}):([A-Za-z0-9$_-]{1,128})$/;

function functionOf(resourceId: string): { readonly FunctionName: string; readonly Qualifier: string } {
  const [, FunctionName = '', Qualifier = ''] = FUNCTION.exec(resourceId) ?? [];
  return { FunctionName, Qualifier };
}

/** How the provisioned concurrency of a function's alias or version is scaled. */
export const lambda: readonly Dimension[] = [
  {
    name: 'lambda:function:ProvisionedConcurrency',
    namespace: 'lambda',
    resourceId: FUNCTION,
    capacity: 'provisioned concurrency',
    service: 'AWSLambdaInternal',
    principal: 'lambda.application-autoscaling.amazonaws.com',
    roleName: 'AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency',
    cooldownSeconds: 0,
    steps: false,
    async read(target, call) {
      try {
        const config = await call<{
          RequestedProvisionedConcurrentExecutions?: number;
          AllocatedProvisionedConcurrentExecutions?: number;
          Status?: string;
          StatusReason?: string;
        }>(target, 'lambda', 'GetProvisionedConcurrencyConfig', functionOf(target.resourceId));
        return {
          found: true,
          desired: config.RequestedProvisionedConcurrentExecutions ?? 0,
          running: config.AllocatedProvisionedConcurrentExecutions ?? 0,
          busy: config.Status === 'IN_PROGRESS',
          ...(config.StatusReason && { failure: config.StatusReason }),
        };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (error.code === 'ProvisionedConcurrencyConfigNotFoundException') {
          return { found: true, desired: 0, running: 0, busy: false };
        }
        if (error.code === 'ResourceNotFoundException') return { found: false, message: error.message };
        throw error;
      }
    },
    async set(target, capacity, call) {
      const which = functionOf(target.resourceId);
      if (capacity === 0) await call(target, 'lambda', 'DeleteProvisionedConcurrencyConfig', which);
      else {
        const input = { ...which, ProvisionedConcurrentExecutions: capacity };
        await call(target, 'lambda', 'PutProvisionedConcurrencyConfig', input);
      }
    },
  },
];
