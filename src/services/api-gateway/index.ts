export { type ApiGateway, type ApiGatewayDependencies, openApiGateway } from './open.ts';
export type { RoleSessions } from './functions.ts';
