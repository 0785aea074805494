import type { IamContext } from './context.ts';
import { limitExceeded, quotaExceeded, unmodifiable } from './faults.ts';
import { checkDocument } from './grants.ts';
import { limits } from './limits.ts';
import { newEntity } from './new-entity.ts';
import type { AccountRecords } from './records/records.ts';
import type { InstanceProfileRow, RoleRow, Tags } from './records/rows.ts';

/** @throws Fault UnmodifiableEntity for a role that a service owns */
export function checkModifiable(row: RoleRow): void {
  if (row.linkedService !== undefined) throw unmodifiable(row.name);
}

/** Checks a trust policy. @throws Fault MalformedPolicyDocument, LimitExceeded */
export function checkTrust(context: IamContext, document: string): void {
  checkDocument(context, document, 'trust');
  if (document.replace(/\s/g, '').length > limits.trustPolicyCharacters) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${limits.trustPolicyCharacters}`);
  }
}

/** A role that is not recorded yet. @throws Fault LimitExceeded */
export function newRole(
  context: IamContext,
  role: {
    readonly name: string;
    readonly path: string | undefined;
    readonly trust: string;
    readonly description?: string | undefined;
    readonly maxSessionSeconds?: number | undefined;
    readonly tags?: Tags;
    readonly boundary?: string | undefined;
    readonly linkedService?: string;
  },
): RoleRow {
  if (context.records.roles.count() >= limits.roles) throw quotaExceeded('RolesPerAccount', limits.roles);
  return {
    ...newEntity(context, 'AROA', role.name, role.path),
    trust: role.trust,
    maxSessionSeconds: role.maxSessionSeconds ?? limits.maxSessionSeconds.standard,
    tags: role.tags ?? [],
    attached: [],
    inline: {},
    ...(role.description !== undefined && { description: role.description }),
    ...(role.boundary !== undefined && { boundary: role.boundary }),
    ...(role.linkedService !== undefined && { linkedService: role.linkedService }),
  };
}

/** The roles in an instance profile that are still there. */
export const rolesOf = ({ roles }: AccountRecords, profile: InstanceProfileRow): RoleRow[] =>
  profile.roles.flatMap((name) => roles.find(name) ?? []);
