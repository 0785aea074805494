import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Records, Store } from '../../store/index.ts';
import type { CallContext, InsideClient } from '../../wire/index.ts';
import type { Components } from './components/components.ts';
import type { Hosting } from './hosting/hosting.ts';
import type { ModelData } from './hosting/model-data.ts';
import type { EndpointConfigRow } from './records/endpoint-config.ts';
import type { EndpointRow } from './records/endpoint.ts';
import type { InferenceComponentRow } from './records/inference-component.ts';
import type { ModelRow } from './records/model.ts';
import type { TagsRow } from './records/tags.ts';
import type { Place } from './arns.ts';
import type { Registry } from './registry/registry.ts';

/** What a handler is given: who calls, the records of the caller's account and Region, and what hosts models. */
export interface Context {
  readonly call: CallContext;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly inside: InsideClient;
  /** By lower-case name, as the other resources. */
  readonly models: Records<ModelRow>;
  readonly configs: Records<EndpointConfigRow>;
  readonly endpoints: Records<EndpointRow>;
  /** The model registry of any account. */
  registry(place: Place): Registry;
  /** By ARN. */
  readonly tags: Records<TagsRow>;
  readonly components: Records<InferenceComponentRow>;
  readonly hosting: Hosting;
  readonly componentHosting: Components;
  readonly modelData: ModelData;
}
