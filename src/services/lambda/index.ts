export { type Lambda, type LambdaDependencies, openLambda } from './open.ts';
export type { RoleAsks, Roles } from './ports.ts';
