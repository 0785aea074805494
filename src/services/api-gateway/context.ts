import type { Gateway } from '../../engine/gateway/index.ts';
import type { Clock, Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { CallContext } from '../../wire/index.ts';
import type { Deployer } from './deployer.ts';
import type { Kept } from './records/collections.ts';

/** What a handler is given: the call, and the records of its account and Region. */
export interface Context extends CallContext {
  readonly kept: Kept;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly gateway: Gateway;
  /** Brings what was recorded to the data plane. */
  readonly deployer: Deployer;
  /** Runs writes so that all happen or none. */
  transaction: Store['transaction'];
}
