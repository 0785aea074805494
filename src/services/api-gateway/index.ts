export { type ApiGateway, type ApiGatewayDependencies, openApiGateway } from './open.ts';
