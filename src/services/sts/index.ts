import type { CallContext, Handler, ServiceDefinition } from '../../wire/index.ts';
import { accessTo } from './access.ts';
import type { StsContext } from './context.ts';
import { operations } from './operations.ts';
import type { Identities } from './ports.ts';

export type { Identities } from './ports.ts';

/** What STS is made of. */
export interface StsDependencies {
  /** Who keeps roles and makes sessions: what `openIam` answers. */
  readonly identities: Identities;
  /** False (`--iam=off`): any role may be assumed by anyone. */
  readonly enforce: boolean;
}

/** Opens STS. It keeps nothing: its sessions carry themselves. */
export function openSts({ identities, enforce }: StsDependencies): {
  readonly definition: ServiceDefinition;
} {
  const handlers = Object.entries(operations).map(([name, run]): [string, Handler] => {
    const operation = run as (input: object, context: StsContext) => unknown;
    return [name, (input: object, call: CallContext) => operation(input, { call, identities, enforce })];
  });
  return {
    definition: {
      name: 'sts',
      operations: Object.fromEntries(handlers),
      access: (operation, input) => accessTo(operation, input, identities),
    },
  };
}
