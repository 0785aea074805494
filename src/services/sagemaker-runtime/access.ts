import type { AccessRequest, CallContext } from '../../wire/index.ts';

/**
 * What a caller needs: to invoke this endpoint.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function accessOf(
  operation: string,
  input: { readonly EndpointName: string },
  call: CallContext,
): AccessRequest[] {
  const endpoint = input.EndpointName.toLowerCase();
  return [
    {
      action: `sagemaker:${operation}`,
      resource: `arn:aws:sagemaker:${call.region}:${call.account}:endpoint/${endpoint}`,
    },
  ];
}
