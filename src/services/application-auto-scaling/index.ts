export { openApplicationAutoScaling } from './open.ts';
