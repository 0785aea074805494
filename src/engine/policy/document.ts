import type { ConditionBlock } from './conditions.ts';
import type { PrincipalElement } from './principals.ts';

/** A statement with every element in one form: lists are lists, scalars are texts. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: ConditionBlock;
}

/** A policy document whose form was checked. */
export interface PolicyDocument {
  /** From 2012-10-17 on there are policy variables; without a version it is 2008-10-17. */
  readonly version: '2008-10-17' | '2012-10-17';
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** Whom a policy is attached to: an identity, a resource, or a role as its trust policy. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** A document that is no policy, with AWS's sentence. */
export interface Malformed {
  readonly malformed: string;
}
