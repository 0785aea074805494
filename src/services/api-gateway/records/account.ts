import type { Account } from '@aws-sdk/client-api-gateway';
import { ACCOUNT_THROTTLE } from '../../../engine/gateway/index.ts';
import type { AccountRow } from './rows.ts';

/** The account as it is answered. */
export const accountAnswer = (row: AccountRow | undefined): Account => ({
  ...row,
  throttleSettings: { burstLimit: ACCOUNT_THROTTLE.burst, rateLimit: ACCOUNT_THROTTLE.ratePerSecond },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
});
