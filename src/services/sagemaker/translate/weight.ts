import { validation } from '../faults.ts';

/** The largest number of AWS's type `Float`, which weights have. */
const LARGEST = 3.4028234663852886e38;

/**
 * Refuses a weight of which no share of the traffic can be reckoned: infinite, or beyond what a `Float` holds.
 * @param member as the caller knows it
 */
export function checkWeight(
  member: 'InitialVariantWeight' | 'DesiredWeight',
  variant: string | undefined,
  weight: number | undefined,
): void {
  if (weight === undefined || weight <= LARGEST) return;
  throw validation(`${member} of variant "${variant}" must be a finite number.`);
}
