import { type ActionMatcher, compileActionList } from './actions.ts';
import { compileArnPattern } from './arn-pattern.ts';
import { type Condition, compileConditions } from './conditions.ts';
import type { Malformed, PolicyDocument, PolicyKind, Statement } from './document.ts';
import type { Question, RequestKeys } from './keys.ts';
import { parsePolicy } from './parse.ts';
import type { Pattern } from './pattern.ts';
import { exempts, type Naming, namingOf, type Principal } from './principals.ts';

/** One statement, ready to be asked. */
export interface CompiledStatement {
  readonly sid: string | undefined;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  /** Whether its actions, resources and conditions meet the question, whose action is in lower case. */
  meets(question: Question): boolean;
  /** How it names a principal; `itself` for everyone where it has no Principal element. */
  naming(principal: Principal): Naming;
}

/** A policy document, ready to be asked. */
export interface CompiledPolicy {
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

/** Compiles a policy document, or answers what is wrong with it. */
export function compilePolicy(text: string, kind: PolicyKind): CompiledPolicy | Malformed {
  const document = parsePolicy(text, kind);
  if ('malformed' in document) return document;
  const variables = document.version !== '2008-10-17';
  const statements = document.statements.map((statement, index) =>
    compileStatement(statement, index, variables),
  );
  return { document, statements };
}

function compileStatement(statement: Statement, index: number, variables: boolean): CompiledStatement {
  const actions = compileActions(statement);
  const resources = compileResources(statement, variables);
  const conditions: Condition = compileConditions(statement.conditions, variables);
  return {
    sid: statement.sid,
    index,
    effect: statement.effect,
    meets: ({ action, resource, keys }) => actions(action) && resources(resource, keys) && conditions(keys),
    naming: compilePrincipals(statement),
  };
}

function compileActions({ actions, notActions }: Statement): ActionMatcher {
  const listed = compileActionList(actions ?? notActions ?? []);
  return notActions ? (action) => !listed(action) : listed;
}

function compileResources({ resources, notResources }: Statement, variables: boolean) {
  const options = { wildcards: true, variables };
  const patterns: Pattern[] = (resources ?? notResources ?? ['*']).map((text) =>
    compileArnPattern(text, options),
  );
  if (!notResources)
    return (resource: string, keys: RequestKeys) => patterns.some((p) => p(resource, keys) === true);
  return (resource: string, keys: RequestKeys) => patterns.every((p) => p(resource, keys) === false);
}

function compilePrincipals({ principal, notPrincipal }: Statement): CompiledStatement['naming'] {
  if (principal) return (who) => namingOf(principal, who);
  if (notPrincipal) return (who) => (exempts(notPrincipal, who) ? 'none' : 'everyone');
  return () => 'itself';
}
