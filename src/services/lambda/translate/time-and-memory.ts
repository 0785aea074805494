import { invalid, validation } from '../faults.ts';
import { MOST_MEMORY_MB, MOST_TIMEOUT_SECONDS } from '../limits.ts';

/** @throws Fault when a function would get more time or memory than there is; the model has no such bounds */
export function checkTimeAndMemory({
  Timeout = 0,
  MemorySize = 0,
}: {
  Timeout?: number | undefined;
  MemorySize?: number | undefined;
}): void {
  if (Timeout > MOST_TIMEOUT_SECONDS) {
    throw validation(
      `1 validation error detected: Value '${Timeout}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to ${MOST_TIMEOUT_SECONDS}`,
    );
  }
  if (MemorySize > MOST_MEMORY_MB) {
    throw invalid(
      `'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${MOST_MEMORY_MB}`,
    );
  }
}
