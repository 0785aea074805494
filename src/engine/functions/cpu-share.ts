/** Memory that buys one whole processor, MiB. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_CPU = 1769;

/** CPU seconds per second that go with that much memory, MiB. */
export const cpuShare = (memoryMb: number): number => memoryMb / MB_PER_CPU;
