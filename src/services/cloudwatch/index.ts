import type { AccessRequest, Handler, ServiceDefinition } from '../../wire/index.ts';
import type { CloudWatchContext, CloudWatchDependencies } from './context.ts';
import { MOST_PUT_BYTES } from './limits.ts';
import { operations } from './operations.ts';

export type { CloudWatchDependencies } from './context.ts';

/** CloudWatch as the server runs it. */
export interface CloudWatchService {
  readonly definition: ServiceDefinition;
}

/** Opens CloudWatch over the metric store. */
export function openCloudWatch(dependencies: CloudWatchDependencies): CloudWatchService {
  return {
    definition: {
      name: 'cloudwatch',
      operations: handlers(dependencies),
      access,
      maxBodyBytes: () => MOST_PUT_BYTES,
    },
  };
}

/**
 * Metrics are no resources of IAM: everything is asked for on `*`, putting with the namespace as a condition.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
function access(operation: string, input: { readonly Namespace?: string }): AccessRequest[] {
  const request = { action: `cloudwatch:${operation}`, resource: '*' };
  return operation === 'PutMetricData' && input.Namespace !== undefined
    ? [{ ...request, conditions: { 'cloudwatch:namespace': input.Namespace } }]
    : [request];
}

function handlers(dependencies: CloudWatchDependencies): Record<string, Handler> {
  const typed: Record<string, (input: never, context: CloudWatchContext) => unknown> = operations;
  const untyped = (operate: (input: never, context: CloudWatchContext) => unknown): Handler => {
    return (input, call) => operate(input as never, { ...dependencies, call });
  };
  return Object.fromEntries(Object.entries(typed).map(([name, operate]) => [name, untyped(operate)]));
}
