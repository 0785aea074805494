import type { FunctionCall, FunctionInvoker, FunctionOutcome } from '../../engine/gateway/index.ts';
import type { Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import {
  type AccessRequest,
  type Authorizer,
  type CallContext,
  type Caller,
  HeaderMap,
} from '../../wire/index.ts';
import type { Invoked, Invoker } from './hosting/invoker.ts';
import type { WaitingEvents } from './hosting/waiting-events.ts';
import { ASYNCHRONOUS_EVENT_BYTES, SYNCHRONOUS_EVENT_BYTES } from './limits.ts';
import { faultOf } from './operations/invoke.ts';
import { policyText } from './policy.ts';
import type { Roles } from './ports.ts';
import { qualifiedKey, recordsIn } from './records/records.ts';
import { type FunctionName, functionArn, readName } from './translate/names.ts';

/** What the gateway's way in is made of. */
export interface GatewayPortParts {
  readonly store: Store;
  readonly ids: Ids;
  readonly authorizer: Authorizer;
  readonly roles: Roles;
  readonly invoker: Invoker;
  readonly events: WaitingEvents;
}

/** The service principal that calls for a gateway. */
const GATEWAY = 'apigateway.amazonaws.com';
const NO_HEADERS = new HeaderMap([]);
const NEVER = new AbortController().signal;

/** Decisions kept; one for each method that calls a function. */
const MOST_DECISIONS = 1000;

/** The way from the gateway to functions: no call through the wire, the same rights. */
export class GatewayPort implements FunctionInvoker {
  readonly #parts: GatewayPortParts;
  /** What a function's policy says to a method that calls it, until a policy changes. */
  readonly #decisions = new Map<string, string | undefined>();

  constructor(parts: GatewayPortParts) {
    this.#parts = parts;
  }

  /** Forgets what policies said. */
  forgetDecisions(): void {
    this.#decisions.clear();
  }

  async invoke(call: FunctionCall): Promise<FunctionOutcome> {
    const name = this.#read(call);
    if (!name) return { kind: 'not-found', message: `Invalid function ARN: ${call.functionArn}` };
    const denied =
      call.roleArn === undefined ? this.#askPolicy(call, name) : this.#askRole(call, name, call.roleArn);
    if (denied !== undefined) return { kind: 'denied', message: denied };
    const id = this.#parts.ids.uuid();
    const most = call.asynchronous ? ASYNCHRONOUS_EVENT_BYTES : SYNCHRONOUS_EVENT_BYTES;
    if (call.payload.length > most) {
      return {
        kind: 'too-large',
        message: `${call.payload.length} byte payload is too large (limit ${most} bytes)`,
      };
    }
    const event = { name, id, payload: call.payload, trace: undefined, clientContext: undefined };
    if (call.asynchronous) {
      return this.#parts.events.accept(event)
        ? { kind: 'accepted', requestId: id }
        : { kind: 'throttled', message: 'Rate Exceeded.' };
    }
    return tell(await this.#parts.invoker.invoke(event), id);
  }

  #read({ functionArn: arn, region, sourceAccount }: FunctionCall): FunctionName | undefined {
    try {
      return readName(arn, undefined, {
        region: /^arn:aws[^:]*:lambda:([^:]+):/.exec(arn)?.[1] ?? region,
        account: sourceAccount,
      });
    } catch {
      return undefined;
    }
  }

  /** What denies the gateway itself, or nothing. */
  #askPolicy(call: FunctionCall, name: FunctionName): string | undefined {
    const key = `${call.functionArn} ${call.sourceArn} ${call.sourceAccount}`;
    if (this.#decisions.has(key)) return this.#decisions.get(key);
    const caller: Caller = { kind: 'service', account: call.sourceAccount, arn: GATEWAY, userId: GATEWAY };
    const denied = this.#authorize(call, name, caller);
    if (this.#decisions.size >= MOST_DECISIONS) this.#decisions.clear();
    this.#decisions.set(key, denied);
    return denied;
  }

  /** What denies the role of an integration, or nothing. Not kept: roles change without our hearing of it. */
  #askRole(call: FunctionCall, name: FunctionName, roleArn: string): string | undefined {
    const asks = {
      roleArn,
      sessionName: 'BackplaneAssumeRoleSession',
      service: GATEWAY,
      sourceArn: call.sourceArn,
    };
    const caller = this.#parts.roles.callerForRole(asks);
    if (!caller) return `API Gateway does not have permission to assume the provided role ${roleArn}`;
    return this.#authorize(call, name, caller);
  }

  #authorize(call: FunctionCall, name: FunctionName, caller: Caller): string | undefined {
    const { policies } = recordsIn(this.#parts.store, name.account, name.region);
    const qualifier = name.qualifier === '$LATEST' ? undefined : name.qualifier;
    const policy = policies.get(qualifiedKey(name.name, qualifier));
    const request: AccessRequest = {
      action: 'lambda:InvokeFunction',
      resource: functionArn(name),
      resourceAccount: name.account,
      ...(policy && { resourcePolicy: policyText(policy) }),
      conditions: { 'aws:SourceArn': call.sourceArn, 'aws:SourceAccount': call.sourceAccount },
    };
    const decision = this.#parts.authorizer.authorize(contextOf(call, caller), request);
    return decision.allowed ? undefined : decision.message;
  }
}

/** A call of the gateway as the authorizer sees calls. */
function contextOf({ sourceAccount, region }: FunctionCall, caller: Caller): CallContext {
  return {
    requestId: '',
    service: 'lambda',
    operation: 'Invoke',
    account: caller.account || sourceAccount,
    region,
    partition: 'aws',
    caller,
    timeMs: Date.now(),
    origin: { sourceIp: '127.0.0.1', secure: true },
    headers: NO_HEADERS,
    endpoint: 'http://localhost',
    signal: NEVER,
  };
}

function tell(invoked: Invoked, requestId: string): FunctionOutcome {
  switch (invoked.kind) {
    case 'ran':
      return {
        kind: 'answered',
        payload: invoked.payload,
        requestId,
        ...(invoked.failed && { functionError: 'Unhandled' }),
      };
    case 'not-found':
    case 'throttled':
      return { kind: invoked.kind, message: faultOf(invoked).message };
    case 'unreadable':
      return { kind: 'invalid', message: faultOf(invoked).message };
    default:
      return { kind: 'failed', message: faultOf(invoked).message };
  }
}
