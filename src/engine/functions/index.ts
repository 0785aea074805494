export { CodeStore, type StoredCode } from './code/code-store.ts';
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
  Outcome,
  RunOutcome,
  WorkerCredentials,
  WorkerEnd,
} from './spec.ts';
