import type { MachineMemory, ProcessUsage } from '../../machine/index.ts';
import type { Fleet } from './fleet.ts';
import type { ServerSpec } from './spec.ts';

/** What an instance has used of the machine. */
export interface InstanceUsage {
  readonly variant: string;
  readonly instance: string;
  /** Of its processors, since the container it runs was started, seconds. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  /** What it may use: its limit, or what the machine has. */
  readonly memoryLimitBytes: number;
}

/** What the instances of a fleet that run something have used, shadows too; of what ends meanwhile nothing is said. */
export async function usageOf(
  { spec, variants, shadows }: Fleet,
  machine: MachineMemory,
): Promise<readonly InstanceUsage[]> {
  const limits = new Map(
    [...spec.variants, ...(spec.shadows ?? [])].map(({ name, container }) => [name, memoryLimit(container)]),
  );
  const all = [...variants, ...shadows].flatMap(({ name, instances }) =>
    instances.map(async ({ id, server }): Promise<InstanceUsage[]> => {
      const used: ProcessUsage | undefined = await server?.usage().catch(() => undefined);
      if (!used) return [];
      const { cpuSeconds, memoryBytes } = used;
      const memoryLimitBytes = limits.get(name) ?? machine.totalBytes;
      return [{ variant: name, instance: id, cpuSeconds, memoryBytes, memoryLimitBytes }];
    }),
  );
  return (await Promise.all(all)).flat();
}

/** What the containers of an instance may use together; `undefined` when one of them has no limit. */
function memoryLimit(spec: ServerSpec): number | undefined {
  const containers = 'containers' in spec ? spec.containers.map(({ container }) => container) : [spec];
  const limits = containers.map(({ limits: own }) => own?.memoryBytes);
  return limits.reduce((sum, own) => (sum === undefined || own === undefined ? undefined : sum + own), 0);
}
