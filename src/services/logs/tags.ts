import type { GroupName, LogGroup } from '../../engine/telemetry/index.ts';
import type { LogsContext } from './context.ts';
import { resourceNotFound, tooManyTags } from './faults.ts';
import { MOST_TAGS } from './limits.ts';
import { existing, groupArn, groupOfArn } from './names.ts';

/**
 * The group an ARN names; destinations, the other thing with tags, are not built.
 * @throws Fault ResourceNotFoundException
 */
export async function groupOfTags(context: LogsContext, resourceArn: string): Promise<LogGroup> {
  const name = groupOfArn(resourceArn);
  if (!name) throw resourceNotFound();
  await context.logs.flush();
  return existing(context, name);
}

/** Sets tags beside those that are there. */
export function addTags(
  { logs }: LogsContext,
  group: LogGroup,
  added: Readonly<Record<string, string>>,
): void {
  const tags = { ...group.tags, ...added };
  if (Object.keys(tags).length > MOST_TAGS) throw tooManyTags(groupArn(group));
  logs.changeGroup(group, { tags });
}

/** Takes tags away; those that are not there do not matter. */
export function removeTags(
  { logs }: LogsContext,
  group: GroupName & LogGroup,
  keys: readonly string[],
): void {
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
  logs.changeGroup(group, { tags });
}
