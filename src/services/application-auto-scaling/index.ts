export { type ApplicationAutoScaling, openApplicationAutoScaling, type ScalingDependencies } from './open.ts';
