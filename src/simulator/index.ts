export type { Instance } from './fleet.ts';
export type { Plan } from './loop.ts';
export { readPlan } from './read-plan.ts';
export { summaryOf, writeRuns } from './report.ts';
export { replay } from './replay.ts';
export { type Run, simulate } from './simulate.ts';
export { readTrace } from './trace.ts';
