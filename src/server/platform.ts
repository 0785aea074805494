import type { Endpoints } from '../engine/endpoints/index.ts';
import type { Telemetry } from '../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../kit/index.ts';
import type { Machine } from '../machine/index.ts';
import type { Iam } from '../services/iam/index.ts';
import type { Store } from '../store/index.ts';
import type { Authenticate, InsideClient } from '../wire/index.ts';
import type { Config } from './config.ts';
import type { RootCredentials } from './credentials.ts';

/** What a world is opened with. */
export interface WorldOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly machine: Machine;
  readonly root: RootCredentials;
  /** Where everything that a reset deletes is kept. */
  readonly directory: string;
  /** Where programs are looked for, as in `PATH`. */
  readonly searchPath: string;
  /** The address at which functions and containers reach this server. */
  readonly url: string;
}

/** What the services are made of. */
export interface Platform extends WorldOptions {
  readonly store: Store;
  readonly metrics: Telemetry['metrics'];
  readonly logs: Telemetry['logs'];
  readonly endpoints: Endpoints;
  readonly iam: Iam;
  /** Durations of metric periods, alarms, cooldowns and deployment waits are divided by this; 1 to 60. */
  readonly timeScale: number;
  /** Hold each model instance to its type's processors and memory. */
  readonly enforceInstanceSize: boolean;
  /** False with `--iam=off`. */
  readonly enforce: boolean;
  readonly authenticate: Authenticate;
  readonly inside: InsideClient;
  background(name: string, work: Promise<void>): void;
}
