import type { CompiledPolicy, CompiledStatement } from './compile.ts';
import type { Question } from './keys.ts';
import { moreDirect, type Naming, type Principal } from './principals.ts';

/** A policy in force, with the name it is to be reported by. */
export interface AppliedPolicy {
  readonly id: string;
  readonly policy: CompiledPolicy;
}

/** Everything that bears on one request. */
export interface Applicable {
  /** The principal's own policies and its groups'; `everything` for the account's root user. */
  readonly identity: readonly AppliedPolicy[] | 'everything';
  readonly boundary?: AppliedPolicy | undefined;
  /** Policies handed over when the session was made; one of them must allow. */
  readonly session?: readonly AppliedPolicy[] | undefined;
  readonly resource?: AppliedPolicy | undefined;
  /** 12 digits: who owns the resource. */
  readonly resourceAccount: string;
  /** The resource's policy must allow even in its own account, as a role's trust policy must. */
  readonly resourceMustAllow?: boolean;
}

/** The kinds of policy, as AWS's messages name them. */
export type PolicyLayer =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'permissions boundary'
  | 'session policy';

/** A statement that decided. */
export interface Matched {
  readonly layer: PolicyLayer;
  readonly policyId: string;
  readonly statement: CompiledStatement;
}

/** Whether a request is allowed, by what, or what it failed by. */
export type Decision =
  | { readonly outcome: 'allowed'; readonly matched: readonly Matched[] }
  | {
      readonly outcome: 'explicitly-denied';
      readonly layer: PolicyLayer;
      readonly matched: readonly Matched[];
    }
  | { readonly outcome: 'implicitly-denied'; readonly layer: PolicyLayer; readonly matched: readonly [] };

/**
 * AWS's evaluation logic: an explicit deny anywhere wins; within one account the principal's policies or the resource's must
 * allow, across accounts both; boundary and session policies limit all that the resource's policy does not grant directly.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(principal: Principal, question: Question, applicable: Applicable): Decision {
  const { resource, keys } = question;
  const asked = ask(principal, { action: question.action.toLowerCase(), resource, keys }, applicable);
  const denied = asked.find(({ denies }) => denies.length > 0);
  if (denied) return { outcome: 'explicitly-denied', layer: denied.layer, matched: denied.denies };
  const missing = whatIsMissing(principal, applicable, asked);
  if (missing) return { outcome: 'implicitly-denied', layer: missing, matched: [] };
  return { outcome: 'allowed', matched: asked.flatMap(({ allows }) => allows) };
}

/** What one layer says. */
interface Asked {
  readonly layer: PolicyLayer;
  /** False when there is no policy of this kind. */
  readonly present: boolean;
  readonly allows: readonly Matched[];
  readonly denies: readonly Matched[];
  /** How the resource's allowing statements name the principal, most directly; `none` when none allows. */
  readonly naming: Naming;
}

function ask(principal: Principal, question: Question, applicable: Applicable): readonly Asked[] {
  const { identity, boundary, session, resource } = applicable;
  const layer = (name: PolicyLayer, policies: readonly AppliedPolicy[] | undefined) =>
    askLayer(name, policies, principal, question);
  return [
    layer('identity-based policy', identity === 'everything' ? [] : identity),
    layer('resource-based policy', resource && [resource]),
    layer('permissions boundary', boundary && [boundary]),
    layer('session policy', session),
  ];
}

function askLayer(
  layer: PolicyLayer,
  policies: readonly AppliedPolicy[] | undefined,
  principal: Principal,
  question: Question,
): Asked {
  const allows: Matched[] = [];
  const denies: Matched[] = [];
  let naming: Naming = 'none';
  for (const { id, policy } of policies ?? []) {
    for (const statement of policy.statements) {
      const named = statement.naming(principal);
      if (named === 'none' || !statement.meets(question)) continue;
      (statement.effect === 'Deny' ? denies : allows).push({ layer, policyId: id, statement });
      if (statement.effect === 'Allow') naming = moreDirect(naming, named);
    }
  }
  return { layer, present: policies !== undefined, allows, denies, naming };
}

function whatIsMissing(
  principal: Principal,
  applicable: Applicable,
  [identity, resource, boundary, session]: readonly Asked[],
): PolicyLayer | undefined {
  const { naming } = resource!;
  const stranger = principal.kind === 'anonymous' || principal.kind === 'service';
  if (stranger) return naming === 'none' ? 'resource-based policy' : undefined;
  const foreign = principal.account !== applicable.resourceAccount;
  const needsResource = foreign || applicable.resourceMustAllow === true;
  if (needsResource && naming === 'none') {
    const owns = applicable.identity === 'everything' || identity!.allows.length > 0;
    return owns ? 'resource-based policy' : 'identity-based policy';
  }
  // Named directly in its own account, the principal needs nothing else; and the public grant of a role's session likewise.
  if (!foreign && (naming === 'itself' || naming === 'everyone')) return undefined;
  const byRole = !foreign && naming === 'role';
  if (applicable.identity !== 'everything' && identity!.allows.length === 0 && !byRole)
    return 'identity-based policy';
  if (boundary!.present && boundary!.allows.length === 0) return 'permissions boundary';
  if (session!.present && session!.allows.length === 0) return 'session policy';
  return undefined;
}

/** AWS's sentence for why access was denied, from `because` or `with` on. */
export function reasonOf(decision: Exclude<Decision, { outcome: 'allowed' }>, action: string): string {
  const { layer } = decision;
  const article = layer === 'identity-based policy' ? 'an' : 'a';
  return decision.outcome === 'explicitly-denied'
    ? `with an explicit deny in ${article} ${layer}`
    : `because no ${layer} allows the ${action} action`;
}
