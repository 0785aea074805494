import { tooManyTags, validation } from './faults.ts';
import { TAGS_PER_TARGET } from './limits.ts';

type Tags = Readonly<Record<string, string>>;

/** Tags beside those that are there. @throws Fault ValidationException, TooManyTagsException */
export function withTags(present: Tags, added: Tags, arn: string): Tags {
  for (const key of Object.keys(added)) {
    if (/^aws:/i.test(key)) {
      throw validation('Tag keys starting with "aws:" are reserved for AWS use and cannot be specified.');
    }
  }
  const tags = { ...present, ...added };
  if (Object.keys(tags).length > TAGS_PER_TARGET) throw tooManyTags(arn);
  return tags;
}
