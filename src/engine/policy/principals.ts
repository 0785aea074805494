/** Who asks. */
export interface Principal {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'service' | 'anonymous';
  /** 12 digits; empty for an anonymous one. */
  readonly account: string;
  /** The principal's ARN; a service's is its name, e.g. `lambda.amazonaws.com`. */
  readonly arn: string;
  /** The role behind an assumed-role session. */
  readonly roleArn?: string;
}

/**
 * How directly a Principal element names someone: not at all, as everyone, by the account, by the role behind the session, or
 * itself. It decides what else must allow.
 */
export type Naming = 'none' | 'everyone' | 'account' | 'role' | 'itself';

/** A Principal or NotPrincipal element; `*` alone is `{ AWS: ['*'] }`. */
export type PrincipalElement = Readonly<Record<string, readonly string[]>>;

const directness: Readonly<Record<Naming, number>> = { none: 0, account: 1, role: 2, everyone: 3, itself: 4 };

/** The more direct of two. */
export const moreDirect = (a: Naming, b: Naming): Naming => (directness[b] > directness[a] ? b : a);

/**
 * How a Principal element names a principal, most directly first.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namingOf(element: PrincipalElement, principal: Principal): Naming {
  let best: Naming = 'none';
  for (const [type, names] of Object.entries(element)) {
    for (const name of names) best = moreDirect(best, namingOfOne(type, name, principal));
  }
  return best;
}

function namingOfOne(type: string, name: string, principal: Principal): Naming {
  if (type === 'Service') return principal.kind === 'service' && name === principal.arn ? 'itself' : 'none';
  if (type !== 'AWS') return 'none';
  if (name === '*') return 'everyone';
  if (principal.kind === 'anonymous' || principal.kind === 'service') return 'none';
  if (name === principal.arn) return 'itself';
  if (name === principal.roleArn) return 'role';
  if (accountOf(name) !== principal.account) return 'none';
  return principal.kind === 'root' ? 'itself' : 'account';
}

/** The account that an entry names as a whole. */
function accountOf(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name;
  return /^arn:aws:iam::(\d{12}):root$/.exec(name)?.[1];
}

/**
 * Whether a NotPrincipal element exempts a principal. Someone is exempt when itself, the role behind it and its account are all
 * listed: naming less may deny it all the same.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function exempts(element: PrincipalElement, principal: Principal): boolean {
  if (principal.kind === 'service') return element['Service']?.includes(principal.arn) ?? false;
  const names = element['AWS'] ?? [];
  if (names.includes('*')) return true;
  if (principal.kind === 'anonymous') return false;
  return (
    names.some((name) => accountOf(name) === principal.account) &&
    (principal.kind === 'root' || names.includes(principal.arn)) &&
    (principal.roleArn === undefined || names.includes(principal.roleArn))
  );
}
