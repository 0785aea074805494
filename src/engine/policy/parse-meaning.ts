import type { PolicyDocument, PolicyKind, Statement } from './document.ts';
import { Refusal } from './refusal.ts';

/** Checks what a document says against what its kind may say; throws a {@link Refusal} with AWS's sentence. */
export function checkMeaning(document: PolicyDocument, kind: PolicyKind): void {
  const sids = document.statements.flatMap(({ sid }) => (sid ? [sid] : []));
  if (kind !== 'resource' && document.version !== '2012-10-17' && kind === 'identity') {
    throw new Refusal('Policy document must be version 2012-10-17 or greater.');
  }
  if (new Set(sids).size < sids.length) {
    throw new Refusal('Statement IDs (SID) in a single policy must be unique.');
  }
  for (const statement of document.statements) {
    checkActions(statement);
    if (kind === 'identity') checkIdentity(statement);
    else checkPrincipals(statement);
    if (kind === 'trust') checkTrust(statement);
    else checkResources(statement);
  }
}

function checkActions({ actions, notActions }: Statement): void {
  const listed = actions ?? notActions ?? [];
  if (listed.length === 0) throw new Refusal('Policy statement must contain actions.');
  for (const action of listed) {
    if (action === '*') continue;
    const [vendor = '', , more] = action.split(':');
    if (!action.includes(':')) {
      throw new Refusal('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    if (more !== undefined) throw new Refusal('Actions/Condition can contain only one colon.');
    if (!/^[a-zA-Z0-9.-]+$/.test(vendor) && vendor !== '*')
      throw new Refusal(`Vendor ${vendor} is not valid`);
  }
}

function checkIdentity(statement: Statement): void {
  if (statement.principal || statement.notPrincipal) {
    throw new Refusal('Policy document should not specify a principal.');
  }
  const resources = statement.resources ?? statement.notResources ?? [];
  if (resources.length === 0) throw new Refusal('Policy statement must contain resources.');
}

function checkResources({ resources, notResources }: Statement): void {
  for (const resource of resources ?? notResources ?? []) {
    if (resource === '*' || resource.startsWith('execute-api:')) continue;
    if (!resource.includes(':')) throw new Refusal(`Resource ${resource} must be in ARN format or "*".`);
    const [, partition = '', ...rest] = resource.split(':');
    if (!/^(\*|aws(-[a-z]+)*)$/.test(partition)) {
      const [service = '*', region = '*', account = '*', ...id] = rest;
      const whole = [partition, service || '*', region, account, id.join(':') || '*'].join(':');
      throw new Refusal(`Partition "${partition}" is not valid for resource "arn:${whole}".`);
    }
    if (rest.length === 0)
      throw new Refusal('Resource vendor must be fully qualified and cannot contain regexes.');
  }
}

function checkPrincipals(statement: Statement): void {
  const element = statement.principal ?? statement.notPrincipal;
  if (!element) throw new Refusal('Missing required field Principal');
  for (const name of element['AWS'] ?? []) {
    if (!validAwsPrincipal(name)) throw new Refusal(`Invalid principal in policy: "AWS":"${name}"`);
  }
  for (const name of element['Service'] ?? []) {
    if (!/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|internal)$/.test(name)) {
      throw new Refusal(`Invalid principal in policy: "SERVICE":"${name}"`);
    }
  }
}

const validAwsPrincipal = (name: string): boolean =>
  /^(\*|\d{12}|A[A-Z0-9]{15,})$/.test(name) ||
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/[^*]+)$/.test(name) ||
  /^arn:aws[a-z-]*:sts::\d{12}:(assumed-role\/[^/*]+\/[^*]+|federated-user\/[^*]+|self)$/.test(name);

const trustActions = new Set(
  [
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'SetContext',
    'SetSourceIdentity',
    'TagSession',
    '*',
  ].map((name) => `sts:${name}`.toLowerCase()),
);

function checkTrust({ resources, notResources, actions, notActions }: Statement): void {
  if (resources || notResources) throw new Refusal('Has prohibited field Resource');
  for (const action of actions ?? notActions ?? []) {
    if (!trustActions.has(action.toLowerCase())) {
      throw new Refusal('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}
