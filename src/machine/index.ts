export { openMachine } from './open-machine.ts';
export type {
  Machine,
  MachineMemory,
  Mount,
  ProcessExit,
  ProcessLimits,
  ProcessSpec,
  ProcessUsage,
  Python,
  RunningProcess,
} from './process.ts';
