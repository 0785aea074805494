export { CodeStore, type StoredCode } from './code/code-store.ts';
export type { ArchiveFault, ArchiveLimits } from './code/unpack-zip.ts';
export { cpuShare } from './cpu-share.ts';
export { Functions, type FunctionsOptions } from './functions.ts';
export type { PlacedFunction } from './placed-function.ts';
export type { RuntimeFolders } from './programs.ts';
export type {
  Cost,
  FunctionEvent,
  FunctionRuntime,
  FunctionSpec,
  Invocation,
  LogLine,
  Outcome,
  RunOutcome,
  WorkerCredentials,
  WorkerEnd,
} from './spec.ts';
