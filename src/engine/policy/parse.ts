import { operatorName } from './conditions.ts';
import type { Malformed, PolicyDocument, PolicyKind, Statement } from './document.ts';
import { checkMeaning } from './parse-meaning.ts';
import type { PrincipalElement } from './principals.ts';
import { Refusal } from './refusal.ts';

type Json = Readonly<Record<string, unknown>>;

const SYNTAX = 'Syntax errors in policy.';

/**
 * Reads a policy document and checks its form and what it says against its kind.
 * @returns the document, or AWS's sentence for what is wrong with it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument | Malformed {
  try {
    const document = readDocument(text);
    checkMeaning(document, kind);
    return document;
  } catch (error) {
    if (error instanceof Refusal) return { malformed: error.message };
    throw error;
  }
}

function readDocument(text: string): PolicyDocument {
  const json = readJson(text);
  only(json, ['Version', 'Id', 'Statement']);
  const version = json['Version'] ?? '2008-10-17';
  if (version !== '2008-10-17' && version !== '2012-10-17') throw new Refusal(SYNTAX);
  const id = json['Id'];
  if (id !== undefined && typeof id !== 'string') throw new Refusal(SYNTAX);
  const listed = json['Statement'];
  const statements = Array.isArray(listed) ? listed : [listed];
  if (statements.length === 0) throw new Refusal(SYNTAX);
  return { version, ...(id !== undefined && { id }), statements: statements.map(readStatement) };
}

function readJson(text: string): Json {
  try {
    return object(JSON.parse(text, refusePrototype));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('This policy contains invalid Json');
  }
}

/** Keeps `__proto__` from being taken for a prototype: no element has that name. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Refusal(SYNTAX);
  return value;
}

function readStatement(value: unknown): Statement {
  const json = object(value);
  only(json, [
    'Sid',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
  ]);
  for (const name of ['Principal', 'Action', 'Resource']) {
    if (json[name] !== undefined && json[`Not${name}`] !== undefined) throw new Refusal(SYNTAX);
  }
  const effect = json['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new Refusal(SYNTAX);
  const sid = json['Sid'];
  if (sid !== undefined && typeof sid !== 'string') throw new Refusal(SYNTAX);
  return {
    ...(sid !== undefined && { sid }),
    effect,
    ...present('principal', readPrincipal(json['Principal'])),
    ...present('notPrincipal', readPrincipal(json['NotPrincipal'])),
    ...present('actions', texts(json['Action'])),
    ...present('notActions', texts(json['NotAction'])),
    ...present('resources', texts(json['Resource'])),
    ...present('notResources', texts(json['NotResource'])),
    conditions: readConditions(json['Condition'] ?? {}),
  };
}

const present = <Name extends string, T>(name: Name, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [K in Name]?: T };

function readPrincipal(value: unknown): PrincipalElement | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return { AWS: ['*'] };
  const json = object(value);
  only(json, ['AWS', 'Service', 'Federated', 'CanonicalUser']);
  return Object.fromEntries(Object.entries(json).map(([type, names]) => [type, texts(names)!]));
}

function readConditions(value: unknown): Statement['conditions'] {
  return Object.fromEntries(
    Object.entries(object(value)).map(([operator, byKey]) => {
      const keys = Object.entries(object(byKey));
      if (!operatorName(operator) && keys.length > 0) throw new Refusal(SYNTAX);
      return [operator, Object.fromEntries(keys.map(([key, values]) => [key, scalars(values)]))];
    }),
  );
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(SYNTAX);
  return value as Json;
}

function only(json: Json, names: readonly string[]): void {
  if (Object.keys(json).some((name) => !names.includes(name))) throw new Refusal(SYNTAX);
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === 'string')) throw new Refusal(SYNTAX);
  return list;
}

function scalars(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((item) => ['string', 'number', 'boolean'].includes(typeof item))) throw new Refusal(SYNTAX);
  return list.map(String);
}
