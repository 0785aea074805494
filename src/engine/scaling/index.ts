export { aggregate, type Aggregation } from './aggregate.ts';
export { type Change, type Decision, decide, type Situation } from './decide.ts';
export type { Policy, Signal, Step, StepPolicy, TrackingPolicy } from './policy.ts';
export { settingsOf, type TrackingAlarm, trackingAlarms, trackingSignal } from './tracking-alarms.ts';
export { isTimeZone, nextTime, parseSchedule } from './schedule/schedule.ts';
