import { bindHandlers, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
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
  return {
    definition: {
      name: 'sts',
      operations: async () =>
        bindHandlers((await import('./operations.ts')).operations, (call) => ({ call, identities, enforce })),
      access: (operation, input) => accessOf(operation, input, identities),
    },
  };
}
