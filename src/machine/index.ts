export type { Capability, Machine, ProcessExit, ProcessLimits, ProcessSpec, RunningProcess } from './process.ts';
