/** Whether a period, in seconds, is one that can be asked for. */
export const isPeriod = (seconds: number): boolean =>
  [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0;
