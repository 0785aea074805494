import { badRequest } from '../faults.ts';

/** Refuses an import with warnings when that is asked for. */
export function refuseWarnings(warnings: readonly string[], fail: boolean | undefined): void {
  if (fail && warnings.length > 0)
    throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`);
}
