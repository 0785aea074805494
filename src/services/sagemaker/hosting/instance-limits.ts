import type { ContainerSpec, ServerSpec } from '../../../engine/endpoints/index.ts';
import { sizeOfInstance } from '../instance-types.ts';

/** What the containers of an instance may use. */
export type InstanceLimits = NonNullable<ContainerSpec['limits']>;

/** The size of the machine that instances stand on. */
export interface MachineSize {
  readonly cpus: number;
  memory(): { readonly totalBytes: number };
}

/**
 * What an instance of a type may use of this machine: what the type has, or the whole machine where that is less;
 * `undefined` for a type whose size is not known.
 */
export function limitsOf(type: string, machine: MachineSize): InstanceLimits | undefined {
  const size = sizeOfInstance(type);
  return (
    size && {
      cpus: Math.min(size.vcpus, machine.cpus),
      memoryBytes: Math.min(size.memoryBytes, machine.memory().totalBytes),
    }
  );
}

/** Holds the containers of an instance to limits: each may use all of the processors and its part of the memory. */
export function withLimits(server: ServerSpec, limits: InstanceLimits | undefined): ServerSpec {
  if (!limits) return server;
  if (!('containers' in server)) return { ...server, limits };
  const { cpus, memoryBytes = 0 } = limits;
  const each = { cpus, memoryBytes: Math.floor(memoryBytes / server.containers.length) } as InstanceLimits;
  const containers = server.containers.map((one) => ({
    ...one,
    container: { ...one.container, limits: each },
  }));
  return { ...server, containers };
}
