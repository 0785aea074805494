import type { AccessRequest } from '../../wire/index.ts';

/**
 * Metrics are no resources of IAM: everything is asked for on `*`, putting with the namespace as a condition.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function accessOf(operation: string, input: { readonly Namespace?: string }): AccessRequest[] {
  const request = { action: `cloudwatch:${operation}`, resource: '*' };
  return operation === 'PutMetricData' && input.Namespace !== undefined
    ? [{ ...request, conditions: { 'cloudwatch:namespace': input.Namespace } }]
    : [request];
}
