import { invalidToken } from '../faults.ts';

/** A token for the place after `last` in a list. */
export const writePlace = (last: string): string => Buffer.from(JSON.stringify([last])).toString('base64url');

/** @throws Fault InvalidNextToken */
export function readPlace(token: string): string {
  try {
    const [last] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof last === 'string') return last;
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
