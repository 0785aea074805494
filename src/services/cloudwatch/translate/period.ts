/**
 * Whether a period, in seconds, is one that can be asked for. Where time is scaled, metrics are kept to the second and any number of
 * seconds can be.
 */
export const isPeriod = (seconds: number, timeScale = 1): boolean =>
  [1, 5, 10, 20, 30].includes(seconds) ||
  (seconds > 0 && Number.isInteger(seconds) && (seconds % 60 === 0 || timeScale > 1));
