import type { AccessRequest, CallContext } from '../../wire/index.ts';

interface Input {
  readonly EndpointName: string;
  readonly TargetModel?: string | undefined;
  readonly TargetContainerHostname?: string | undefined;
}

/**
 * What a caller needs: to invoke this endpoint.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function accessOf(operation: string, input: Input, call: CallContext): AccessRequest[] {
  const { TargetModel, TargetContainerHostname } = input;
  const endpoint = input.EndpointName.toLowerCase();
  const conditions = {
    ...(TargetModel !== undefined && { 'sagemaker:TargetModel': TargetModel }),
    ...(TargetContainerHostname !== undefined && {
      'sagemaker:TargetContainerHostname': TargetContainerHostname,
    }),
  };
  return [
    {
      action: `sagemaker:${operation}`,
      resource: `arn:aws:sagemaker:${call.region}:${call.account}:endpoint/${endpoint}`,
      ...(Object.keys(conditions).length > 0 && { conditions }),
    },
  ];
}
