export type { Instance } from './fleet.ts';
export { readPlan } from './read-plan.ts';
export { summaryOf, writeRuns } from './report.ts';
export { type Plan, type Run, simulate } from './simulate.ts';
export { readTrace } from './trace.ts';
