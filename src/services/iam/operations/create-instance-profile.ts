import type { Operation } from '../context.ts';
import { quotaExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { newEntity } from '../new-entity.ts';
import { newTags } from '../tags.ts';
import { toInstanceProfile } from '../translate/entities.ts';

/**
 * Makes a container for a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
 */
export const createInstanceProfile: Operation<'CreateInstanceProfile'> = (input, context) => {
  const { account, records } = context;
  if (records.profiles.count() >= limits.instanceProfiles) {
    throw quotaExceeded('InstanceProfilesPerAccount', limits.instanceProfiles);
  }
  const entity = newEntity(context, 'AIPA', input.InstanceProfileName, input.Path);
  const profile = { ...entity, roles: [], tags: newTags(input.Tags) };
  records.profiles.insert(profile);
  return { InstanceProfile: toInstanceProfile(account, profile, []) };
};
