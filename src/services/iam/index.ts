export { type Iam, openIam } from './open.ts';
