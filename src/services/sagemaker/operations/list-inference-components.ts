import type { ListInferenceComponentsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { pageOf } from '../paging.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListInferenceComponents.html */
export function listInferenceComponents(
  input: InputOf<typeof ListInferenceComponentsCommand>,
  context: Context,
): OutputOf<typeof ListInferenceComponentsCommand> {
  const same = (asked: string | undefined, name: string) =>
    asked === undefined || keyOf(asked) === keyOf(name);
  const all = context.components
    .list()
    .map(({ row }) => row)
    .filter(
      ({ endpointName, variantName }) =>
        same(input.EndpointNameEquals, endpointName) && same(input.VariantNameEquals, variantName),
    );
  const { items, NextToken } = pageOf(all, input);
  const InferenceComponents = items.map((row) => ({
    InferenceComponentName: row.name,
    InferenceComponentArn: arnOf(context.call, 'inference-component', row.name),
    EndpointName: row.endpointName,
    EndpointArn: arnOf(context.call, 'endpoint', row.endpointName),
    VariantName: row.variantName,
    InferenceComponentStatus: row.status,
    CreationTime: new Date(row.createdMs),
    LastModifiedTime: new Date(row.modifiedMs),
  }));
  return { InferenceComponents, NextToken };
}
