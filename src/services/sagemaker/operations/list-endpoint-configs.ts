import type { ListEndpointConfigsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { pageOf } from '../paging.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListEndpointConfigs.html */
export function listEndpointConfigs(
  input: InputOf<typeof ListEndpointConfigsCommand>,
  context: Context,
): OutputOf<typeof ListEndpointConfigsCommand> {
  const all = context.configs.list().map(({ row }) => row);
  const { items, NextToken } = pageOf(all, input);
  const EndpointConfigs = items.map(({ name, createdMs }) => ({
    EndpointConfigName: name,
    EndpointConfigArn: arnOf(context.call, 'endpoint-config', name),
    CreationTime: new Date(createdMs),
  }));
  return { EndpointConfigs, NextToken };
}
