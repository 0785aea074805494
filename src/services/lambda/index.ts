export { openLambda } from './open.ts';
