export type { RootCredentials } from './identity/credentials.ts';
export type { KnownRole, Roles, ServiceAsks, ServiceSession } from './identity/roles.ts';
export type { Session, TemporaryCredentials } from './identity/session.ts';
export { type Iam, type IamDependencies, openIam } from './open.ts';
