import { Fault } from '../../wire/index.ts';

/** Every error API Gateway's control plane can answer, in AWS's words. */

/** The request cannot be done as it is. */
export const badRequest = (message: string): Fault => new Fault('BadRequestException', 400, message);
/** Something named in the request is not there. */
export const notFound = (message: string): Fault => new Fault('NotFoundException', 404, message);
/** The request is at odds with what is there. */
export const conflict = (message: string): Fault => new Fault('ConflictException', 409, message);
/** A quota is reached. */
export const limitExceeded = (message: string): Fault => new Fault('LimitExceededException', 429, message);
/** Named, but not built yet. */
export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented by Postern yet`);

/** No API of this id in the caller's account and Region. */
export const noSuchApi = (account: string, id: string): Fault =>
  notFound(`Invalid API identifier specified ${account}:${id}`);
/** No such resource, or no such API. */
export const noSuchResource = (): Fault => notFound('Invalid Resource identifier specified');
/** No such method on the resource. */
export const noSuchMethod = (): Fault => notFound('Invalid Method identifier specified');
/** The method has no integration. */
export const noSuchIntegration = (): Fault => notFound('Invalid Integration identifier specified');
/** No response of this status. */
export const noSuchResponse = (): Fault => notFound('Invalid Response status code specified');
/** No such deployment. */
export const noSuchDeployment = (): Fault => notFound('Invalid Deployment identifier specified');
/** No such stage. */
export const noSuchStage = (): Fault => notFound('Invalid stage identifier specified');
/** No such model. */
export const noSuchModel = (name: string): Fault => notFound(`Invalid model name specified: ${name}`);
/** No such request validator. */
export const noSuchValidator = (): Fault => notFound('Invalid Request Validator identifier specified');
/** No such API key. */
export const noSuchApiKey = (): Fault => notFound('Invalid API Key identifier specified');
/** No such usage plan. */
export const noSuchUsagePlan = (): Fault => notFound('Invalid Usage Plan ID specified');
/** A mapping expression, or where it maps to, is none. */
export const invalidMapping = (what: string): Fault =>
  badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${what}]`,
  );
