import { readBody } from './body.ts';
import { Refusal } from './refusal.ts';
import type { Authorised, Identity, Matched } from './request.ts';

/** A question to whoever knows keys and policies. */
export interface InvokeQuestion {
  /** Whether the method asks for a signature; without, the caller is anonymous and only the resource policy counts. */
  readonly signed: boolean;
  readonly request: Matched;
  /** The whole body, for the hash in the signature; empty when unsigned. */
  readonly body: Buffer;
  /** `arn:aws:execute-api:region:account:api/stage/METHOD/path`, with the path of the request. */
  readonly resource: string;
}

/** Knows keys and policies. */
export interface Authority {
  /** Who calls, when they may. */
  mayInvoke(question: InvokeQuestion): Promise<Identity | Refusal>;
}

const nobody: Identity = Object.freeze({});
const noBody = Buffer.alloc(0);

/**
 * Lets in whom the method's authorisation and the API's resource policy let in.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export async function authorise(request: Matched, authority: Authority): Promise<Authorised | Refusal> {
  const signed = request.route.spec.authorization === 'iam';
  if (request.test || (!signed && request.stage.api.resourcePolicy === undefined)) {
    return { ...request, identity: nobody };
  }
  const body = signed ? await readBody(request.source, request.headers.get('content-length')) : noBody;
  if (body instanceof Refusal) return body;
  const identity = await authority.mayInvoke({ signed, request, body, resource: invokeArn(request) });
  if (identity instanceof Refusal) return identity;
  return signed ? { ...request, identity, early: body } : { ...request, identity };
}

/** The ARN that `execute-api:Invoke` is asked for. */
function invokeArn({ stage, method, path }: Matched): string {
  const { region, account, apiId } = stage.api;
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.name}/${method}${path}`;
}
