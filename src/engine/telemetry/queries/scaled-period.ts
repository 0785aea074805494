/** Metrics are kept no finer, seconds. */
const FINEST_SECONDS = 1;

/**
 * How long a period is when time runs `timeScale` times faster: a whole number of seconds, one at least, since metrics are kept by the
 * second.
 */
export const scaledPeriodSeconds = (periodSeconds: number, timeScale: number): number =>
  timeScale === 1 ? periodSeconds : Math.max(FINEST_SECONDS, Math.round(periodSeconds / timeScale));
