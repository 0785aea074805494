export type { Instance } from './fleet.ts';
export type { Plan, Scaled } from './loop.ts';
export { readPlan } from './read-plan.ts';
export { summaryOf, writeRuns } from './report.ts';
export { type Recorded, replay } from './replay.ts';
export { type Run, simulate } from './simulate.ts';
export { readTrace } from './trace.ts';
