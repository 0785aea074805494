import { Readable } from 'node:stream';
import {
  accessDenied,
  type Authority,
  expiredCredentials,
  type Identity,
  invalidCredentials,
  invalidSignature,
  type InvokeQuestion,
  noSuchRoute,
  type Refusal,
} from '../../engine/gateway/index.ts';
import {
  type Authenticate,
  type Authorizer,
  type AuthTarget,
  type CallContext,
  type Caller,
  Fault,
  HeaderMap,
} from '../../wire/index.ts';

const ANONYMOUS: Caller = { kind: 'anonymous', account: '', arn: '*', userId: 'anonymous' };
const NEVER = new AbortController().signal;
const PAYLOAD_BYTES = 10 * 1024 * 1024;

const target: AuthTarget = {
  service: 'execute-api',
  signingNames: ['execute-api'],
  family: 'rest-json',
  unsignedAllowed: false,
  streaming: false,
  maxBodyBytes: PAYLOAD_BYTES,
};

/**
 * Decides who may invoke a method: the signature by the wire, `execute-api:Invoke` by the authorizer.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function createAuthority(parts: { authenticate: Authenticate; authorizer: Authorizer }): Authority {
  return {
    async mayInvoke(question) {
      try {
        const caller = question.signed ? await callerOf(question, parts.authenticate) : ANONYMOUS;
        return decide(question, caller, parts.authorizer);
      } catch (error) {
        if (error instanceof Fault) return refusalOf(error);
        throw error;
      }
    },
  };
}

async function callerOf({ request, body }: InvokeQuestion, authenticate: Authenticate): Promise<Caller> {
  const at = request.target.indexOf('?');
  const { caller } = await authenticate(
    {
      method: request.method,
      rawPath: at < 0 ? request.target : request.target.slice(0, at),
      rawQuery: at < 0 ? '' : request.target.slice(at + 1),
      headers: new HeaderMap(request.headers.raw),
      body: Readable.from(body.length === 0 ? [] : [body]),
      origin: request.origin,
    },
    target,
  );
  return caller;
}

function decide(question: InvokeQuestion, caller: Caller, authorizer: Authorizer): Identity | Refusal {
  const { request, resource } = question;
  const { api } = request.stage;
  const decision = authorizer.authorize(callContext(question, caller), {
    action: 'execute-api:Invoke',
    resource,
    resourceAccount: api.account,
    ...(api.resourcePolicy === undefined ? {} : { resourcePolicy: api.resourcePolicy }),
  });
  if (!decision.allowed) return accessDenied(masked(decision.message, resource, api.account));
  if (caller.kind === 'anonymous') return {};
  return {
    accountId: caller.account,
    caller: caller.userId,
    user: caller.userId,
    userArn: caller.arn,
    ...(caller.accessKeyId === undefined ? {} : { accessKey: caller.accessKeyId }),
  };
}

function callContext({ request }: InvokeQuestion, caller: Caller): CallContext {
  const { api } = request.stage;
  return {
    requestId: request.requestId,
    service: 'execute-api',
    operation: 'Invoke',
    account: caller.account || api.account,
    region: api.region,
    partition: 'aws',
    caller,
    timeMs: request.timeMs,
    origin: request.origin,
    headers: new HeaderMap(request.headers.raw),
    endpoint: `http${request.origin.secure ? 's' : ''}://${request.headers.get('host') ?? ''}`,
    signal: NEVER,
  };
}

/** API Gateway shows only the last four digits of the account. */
const masked = (message: string, resource: string, account: string): string =>
  message.replace(resource, resource.replace(`:${account}:`, `:********${account.slice(-4)}:`));

function refusalOf({ code, message }: Fault): Refusal {
  if (code === 'MissingAuthenticationTokenException') return noSuchRoute();
  if (code === 'UnrecognizedClientException') return invalidCredentials();
  if (code === 'ExpiredTokenException') return expiredCredentials();
  return invalidSignature(message, code);
}
