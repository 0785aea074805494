export { type MachineOptions, openMachine } from './open-machine.ts';
export type {
  Capability,
  Machine,
  Mount,
  ProcessExit,
  ProcessLimits,
  ProcessSpec,
  ProcessUsage,
  Python,
  RunningProcess,
} from './process.ts';
