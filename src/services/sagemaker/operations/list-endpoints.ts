import type { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { pageOf } from '../paging.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListEndpoints.html */
export function listEndpoints(
  input: InputOf<typeof ListEndpointsCommand>,
  context: Context,
): OutputOf<typeof ListEndpointsCommand> {
  const all = context.endpoints.list().map(({ row }) => row);
  const { items, NextToken } = pageOf(all, input);
  const Endpoints = items.map(({ name, status, createdMs, modifiedMs }) => ({
    EndpointName: name,
    EndpointArn: arnOf(context.call, 'endpoint', name),
    CreationTime: new Date(createdMs),
    LastModifiedTime: new Date(modifiedMs),
    EndpointStatus: status,
  }));
  return { Endpoints, NextToken };
}
