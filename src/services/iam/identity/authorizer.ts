import { type Applicable, type Decision, decide, reasonOf } from '../../../engine/policy/index.ts';
import type { AccessDecision, AccessRequest, Authorizer, CallContext, Caller } from '../../../wire/index.ts';
import type { Authority } from './authority.ts';
import type { LastUse } from './last-use.ts';
import { keysOf } from './request-keys.ts';

const ALLOWED: AccessDecision = { allowed: true };

/** The authorizer of servers that enforce nothing. */
export const allowEverything: Authorizer = { authorize: () => ALLOWED };

/** Decides by the policies that IAM's records hold and the resource's own. */
export class PolicyAuthorizer implements Authorizer {
  readonly #authority: Authority;
  readonly #lastUse: LastUse;

  constructor(authority: Authority, lastUse: LastUse) {
    this.#authority = authority;
    this.#lastUse = lastUse;
  }

  authorize(call: CallContext, request: AccessRequest): AccessDecision {
    const { caller } = call;
    this.#noteUse(call);
    const owner = request.resourceAccount ?? call.account;
    const simple = request.resourcePolicy === undefined && request.resourcePolicyMustAllow !== true;
    if (caller.kind === 'root' && simple && owner === caller.account && !caller.session) return ALLOWED;
    const standing = this.#authority.of(caller);
    const applicable: Applicable = {
      ...standing,
      resource: this.#resourcePolicy(request),
      resourceAccount: owner,
      resourceMustAllow: request.resourcePolicyMustAllow === true,
    };
    const question = {
      action: request.action,
      resource: request.resource,
      keys: keysOf(call, request, standing.tags),
    };
    const decision = decide(caller, question, applicable);
    return decision.outcome === 'allowed'
      ? ALLOWED
      : { allowed: false, message: denial(caller, request, decision) };
  }

  #resourcePolicy({ resource, resourcePolicy }: AccessRequest) {
    if (resourcePolicy === undefined) return undefined;
    const policy = this.#authority.compile(resourcePolicy, 'resource');
    return policy && { id: resource, policy };
  }

  #noteUse({ caller, timeMs, service, region }: CallContext): void {
    const name = caller.kind === 'user' ? caller.accessKeyId : caller.roleArn;
    if (name !== undefined) this.#lastUse.record(name, { timeMs, service, region });
  }
}

function denial(
  caller: Caller,
  request: AccessRequest,
  decision: Exclude<Decision, { outcome: 'allowed' }>,
): string {
  const { action } = request;
  const who = caller.kind === 'anonymous' ? 'anonymous' : caller.arn;
  const resource = action.startsWith('s3:') ? `"${request.resource}"` : request.resource;
  const sentence = `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`;
  // AWS tells no one why a role's trust policy keeps them out.
  return action.startsWith('sts:') ? sentence : `${sentence} ${reasonOf(decision, action)}`;
}
