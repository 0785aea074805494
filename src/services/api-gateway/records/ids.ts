import { type Ids, LOWER_ALPHANUMERIC } from '../../../kit/index.ts';

/** Ids as long as AWS's. */
export const newId = {
  restApi: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 10),
  rootResource: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 10),
  resource: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 6),
  model: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 6),
  validator: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 6),
  deployment: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 6),
  apiKey: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 10),
  usagePlan: (ids: Ids): string => ids.from(LOWER_ALPHANUMERIC, 6),
} as const;
