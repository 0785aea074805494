import { BASE32 } from '../../kit/index.ts';
import type { IamContext } from './context.ts';
import type { Entity } from './records/rows.ts';

/**
 * The prefixes of unique ids.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export type IdPrefix = 'AIDA' | 'AGPA' | 'AROA' | 'ANPA' | 'AIPA';

/** What every new entity has. */
export function newEntity({ ids, call }: IamContext, prefix: IdPrefix, name: string, path = '/'): Entity {
  return {
    name,
    path,
    id: `${prefix}${ids.from(BASE32, 17)}`,
    createMs: Math.floor(call.timeMs / 1000) * 1000,
  };
}
