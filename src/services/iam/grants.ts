import type { PolicyKind } from '../../engine/policy/index.ts';
import type { IamContext } from './context.ts';
import {
  deleteConflict,
  limitExceeded,
  malformedPolicy,
  noSuchEntity,
  notAttached,
  policyNotAttachable,
  quotaExceeded,
} from './faults.ts';
import { limits } from './limits.ts';
import type { AccountRecords } from './records/records.ts';
import type { Grants } from './records/rows.ts';
import type { PolicyUse } from './translate/entities.ts';

/** Checks a document of that kind. @throws Fault MalformedPolicyDocument */
export function checkDocument(context: IamContext, document: string, kind: PolicyKind): void {
  const policy = context.compiled.compile(document, kind);
  if ('malformed' in policy) throw malformedPolicy(policy.malformed);
}

/** Sets an inline policy. @throws Fault MalformedPolicyDocument, LimitExceeded */
export function putInline<Row extends Grants & { name: string }>(
  context: IamContext,
  owner: 'user' | 'group' | 'role',
  row: Row,
  policyName: string,
  document: string,
): Row {
  checkDocument(context, document, 'identity');
  const inline = { ...row.inline, [policyName]: document };
  const characters = Object.values(inline).reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0);
  const most = limits.inlinePolicyCharacters[owner];
  if (characters > most) {
    throw limitExceeded(`Maximum policy size of ${most} bytes exceeded for ${owner} ${row.name}`);
  }
  return { ...row, inline };
}

/** An inline policy's document. @throws Fault NoSuchEntity */
export function inlineDocument(row: Grants, owner: string, policyName: string): string {
  const document = Object.hasOwn(row.inline, policyName) ? row.inline[policyName] : undefined;
  if (document === undefined)
    throw noSuchEntity(`The ${owner} policy with name ${policyName} cannot be found.`);
  return document;
}

/** Takes an inline policy away. @throws Fault NoSuchEntity */
export function deleteInline<Row extends Grants>(row: Row, owner: string, policyName: string): Row {
  inlineDocument(row, owner, policyName);
  const { [policyName]: _gone, ...inline } = row.inline;
  return { ...row, inline };
}

/** Attaches a managed policy; one that is attached stays so. @throws Fault NoSuchEntity, LimitExceeded */
export function attach<Row extends Grants>(
  context: IamContext,
  owner: 'User' | 'Group' | 'Role',
  row: Row,
  arn: string,
): Row {
  checkAttachable(context, arn);
  if (row.attached.includes(arn)) return row;
  if (row.attached.length >= limits.attachedPolicies) {
    throw quotaExceeded(`PoliciesPer${owner}`, limits.attachedPolicies);
  }
  return { ...row, attached: [...row.attached, arn] };
}

/** Detaches a managed policy. @throws Fault NoSuchEntity */
export function detach<Row extends Grants>(row: Row, arn: string): Row {
  if (!row.attached.includes(arn)) throw notAttached(arn);
  return { ...row, attached: row.attached.filter((other) => other !== arn) };
}

/** @throws Fault NoSuchEntity when there is no such managed policy for this account */
export function checkAttachable({ managed, account }: IamContext, arn: string): void {
  const mine = arn.startsWith('arn:aws:iam::aws:') || arn.startsWith(`arn:aws:iam::${account}:`);
  if (!mine || !managed.find(arn)) throw policyNotAttachable(arn);
}

/** @throws Fault DeleteConflict while policies hang on it */
export function checkBare(row: Grants): void {
  if (row.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (Object.keys(row.inline).length > 0)
    throw deleteConflict('Cannot delete entity, must delete policies first.');
}

/** How often each managed policy is used in an account, by ARN. */
export function policyUses({ users, groups, roles }: AccountRecords): (arn: string) => PolicyUse {
  const attachments = new Map<string, number>();
  const boundaries = new Map<string, number>();
  const count = (counts: Map<string, number>, arn: string) => counts.set(arn, (counts.get(arn) ?? 0) + 1);
  for (const row of [...users.list(), ...groups.list(), ...roles.list()]) {
    for (const arn of row.attached) count(attachments, arn);
    const boundary = 'boundary' in row ? (row.boundary as string | undefined) : undefined;
    if (boundary !== undefined) count(boundaries, boundary);
  }
  return (arn) => ({ attachments: attachments.get(arn) ?? 0, boundaries: boundaries.get(arn) ?? 0 });
}
