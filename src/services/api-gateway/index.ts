export { openApiGateway } from './open.ts';
