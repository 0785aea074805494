import type {
  EvaluationResult,
  PolicySourceType,
  SimulateCustomPolicyRequest,
  Statement,
} from '@aws-sdk/client-iam';
import {
  type AppliedPolicy,
  type CompiledPolicy,
  type Decision,
  decide,
  type Matched,
  type Principal,
  type RequestKeys,
} from '../../engine/policy/index.ts';
import type { IamContext } from './context.ts';
import { invalidInput } from './faults.ts';
import { paginate } from './pagination.ts';

type Asked = Partial<Omit<SimulateCustomPolicyRequest, 'ActionNames'>> & {
  ActionNames: string[] | undefined;
};

/** The policies of whom the simulation is about. */
export interface Subject {
  readonly policies: readonly AppliedPolicy[];
  readonly boundary?: AppliedPolicy;
  readonly callerArn: string | undefined;
}

const outcomes = {
  allowed: 'allowed',
  'explicitly-denied': 'explicitDeny',
  'implicitly-denied': 'implicitDeny',
} as const;

/**
 * Decides about actions on resources without doing them.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export function simulate(context: IamContext, input: Asked, subject: Subject) {
  const compiled = (texts: readonly string[] | undefined, kind: 'identity' | 'resource', name: string) =>
    (texts ?? []).map((text, i) => ({ id: `${name}.${i + 1}`, policy: compile(context, text, kind) }));
  const given = compiled(input.PolicyInputList, 'identity', 'PolicyInputList');
  const boundaries = compiled(
    input.PermissionsBoundaryPolicyInputList,
    'identity',
    'PermissionsBoundaryPolicyInputList',
  );
  const resource = compiled(
    input.ResourcePolicy === undefined ? [] : [input.ResourcePolicy],
    'resource',
    'ResourcePolicy',
  )[0];
  const principal = principalOf(subject.callerArn, context.account);
  const boundary = boundaries[0] ?? subject.boundary;
  const keys = contextKeys(input);
  const results = (input.ActionNames ?? []).flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((arn) => {
      const applicable = {
        identity: [...subject.policies, ...given],
        boundary,
        resource,
        resourceAccount: input.ResourceOwner?.match(/\d{12}/)?.[0] ?? principal.account,
      };
      const decision = decide(principal, { action, resource: arn, keys }, applicable);
      return toResult(action, arn, decision, boundary !== undefined);
    }),
  );
  const numbered = results.map((result, i) => ({ result, key: String(i).padStart(8, '0') }));
  const { items, ...page } = paginate(numbered, input, ({ key }) => key);
  return { EvaluationResults: items.map(({ result }) => result), ...page };
}

function toResult(action: string, arn: string, decision: Decision, bounded: boolean): EvaluationResult {
  const byBoundary = decision.outcome !== 'allowed' && decision.layer === 'permissions boundary';
  return {
    EvalActionName: action,
    EvalResourceName: arn,
    EvalDecision: outcomes[decision.outcome],
    MatchedStatements: decision.matched
      .filter(({ layer }) => layer !== 'permissions boundary')
      .map(toStatement),
    MissingContextValues: [],
    ...(bounded && { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !byBoundary } }),
  };
}

const toStatement = ({ policyId }: Matched): Statement => ({
  SourcePolicyId: policyId.startsWith('arn:') ? policyId.slice(policyId.lastIndexOf('/') + 1) : policyId,
  SourcePolicyType: sourceType(policyId),
});

function sourceType(policyId: string): PolicySourceType {
  if (policyId.startsWith('arn:aws:iam::aws:')) return 'aws-managed';
  if (policyId.startsWith('arn:')) return 'user-managed';
  const [, owner] = /^(user|group|role)_/.exec(policyId) ?? [];
  if (owner) return owner as PolicySourceType;
  return policyId.startsWith('ResourcePolicy') ? 'resource' : 'none';
}

function compile(context: IamContext, text: string, kind: 'identity' | 'resource'): CompiledPolicy {
  const policy = context.compiled.compile(text, kind);
  if ('malformed' in policy) throw invalidInput(`Invalid policy: ${policy.malformed}`);
  return policy;
}

function principalOf(arn: string | undefined, account: string): Principal {
  const [, role] = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '') ?? [];
  if (arn !== undefined && role !== undefined) {
    return {
      kind: 'assumed-role',
      account,
      roleArn: arn,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/simulated`,
    };
  }
  return { kind: 'user', account, arn: arn ?? `arn:aws:iam::${account}:user/simulated` };
}

function contextKeys({ ContextEntries }: Asked): RequestKeys {
  return new Map(
    (ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyValues ?? [],
    ]),
  );
}

/** The condition keys and variables that policies speak of, each once. */
export function contextKeysOf(
  context: IamContext,
  texts: readonly string[] | undefined,
  more: readonly CompiledPolicy[] = [],
): string[] {
  const names = new Set<string>();
  for (const { document } of [...(texts ?? []).map((text) => compile(context, text, 'identity')), ...more]) {
    for (const { conditions, resources, notResources } of document.statements) {
      const values = Object.values(conditions).flatMap((byKey) => Object.values(byKey).flat());
      for (const byKey of Object.values(conditions)) for (const key of Object.keys(byKey)) names.add(key);
      for (const text of [...values, ...(resources ?? []), ...(notResources ?? [])]) {
        for (const [, name = ''] of text.matchAll(/\$\{([a-zA-Z][^},]*)/g)) names.add(name.trim());
      }
    }
  }
  return [...names].sort();
}
