import type { AddTagsCommand, DeleteTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, parseArn } from '../arns.ts';
import type { Context } from '../context.ts';
import {
  couldNotFindComponent,
  couldNotFindEndpoint,
  couldNotFindEndpointConfig,
  couldNotFindModel,
  couldNotFindResource,
  modelPackageDoesNotExist,
  modelPackageGroupDoesNotExist,
} from '../faults.ts';
import { DEFAULT_TAG_PAGE } from '../limits.ts';
import { readToken, writeToken } from '../paging.ts';
import { addTags as add, type TagsRow, tagsOf } from '../records/tags.ts';
import { tagOwner } from '../registry/names.ts';

/** The resource's own spelling of its ARN; refuses one that is not there. */
function taggedArn(arn: string, context: Context): string {
  const named = parseArn(context.call, arn);
  if (!named) throw couldNotFindResource(arn);
  const { kind, key } = named;
  const { groups, packages } = context.registry(context.call);
  const [records, missing] = {
    model: [context.models, couldNotFindModel] as const,
    'endpoint-config': [context.configs, couldNotFindEndpointConfig] as const,
    endpoint: [context.endpoints, couldNotFindEndpoint] as const,
    'inference-component': [context.components, couldNotFindComponent] as const,
    'model-package-group': [groups, modelPackageGroupDoesNotExist] as const,
    'model-package': [packages, modelPackageDoesNotExist] as const,
  }[kind];
  if (!records.get(key)) throw missing(arn);
  return arnOf(context.call, kind, key);
}

const listOf = (row: TagsRow) => Object.entries(row).map(([Key, Value]) => ({ Key, Value }));

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html */
export function addTags(
  input: InputOf<typeof AddTagsCommand>,
  context: Context,
): OutputOf<typeof AddTagsCommand> {
  const arn = taggedArn(input.ResourceArn, context);
  return { Tags: listOf(context.store.transaction(() => add(context.tags, arn, tagsOf(input.Tags)))) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTags.html */
export function listTags(
  input: InputOf<typeof ListTagsCommand>,
  context: Context,
): OutputOf<typeof ListTagsCommand> {
  const all = listOf(context.tags.get(taggedArn(tagOwner(input.ResourceArn), context)) ?? {}).sort((a, b) =>
    a.Key < b.Key ? -1 : 1,
  );
  const after = input.NextToken === undefined ? '' : readToken(input.NextToken)[1];
  const rest = all.filter(({ Key }) => Key > after);
  const Tags = rest.slice(0, input.MaxResults ?? DEFAULT_TAG_PAGE);
  const last = Tags.at(-1);
  return rest.length > Tags.length && last ? { Tags, NextToken: writeToken(['', last.Key]) } : { Tags };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteTags.html */
export function deleteTags(
  input: InputOf<typeof DeleteTagsCommand>,
  context: Context,
): OutputOf<typeof DeleteTagsCommand> {
  const arn = taggedArn(input.ResourceArn, context);
  context.tags.update(arn, (row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !input.TagKeys.includes(key))),
  );
  return {};
}
