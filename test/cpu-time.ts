/**
 * The time that synchronous work took of this thread's processor, milliseconds: what others of a busy machine had in between does not
 * count, so that a bound says something of the work alone.
 */
export function cpuTimeMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
