export { openMachine } from './open-machine.ts';
export type {
  Machine,
  Mount,
  ProcessExit,
  ProcessLimits,
  ProcessSpec,
  Python,
  RunningProcess,
} from './process.ts';
