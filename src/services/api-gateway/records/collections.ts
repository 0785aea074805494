import type { ApiSpec, DayOfUse } from '../../../engine/gateway/index.ts';
import type { Collection, Records, Store } from '../../../store/index.ts';
import type {
  AccountRow,
  ApiKeyRow,
  DeploymentRow,
  GatewayResponseRow,
  ModelRow,
  PlanKeyRow,
  ResourceRow,
  RestApiRow,
  StageRow,
  UsagePlanRow,
  ValidatorRow,
} from './rows.ts';

/** Everything API Gateway keeps. What belongs to an API is kept under `api/key`. */
interface Rows {
  restApis: RestApiRow;
  resources: ResourceRow;
  models: ModelRow;
  validators: ValidatorRow;
  gatewayResponses: GatewayResponseRow;
  deployments: DeploymentRow;
  /** What a deployment serves, in the gateway's own form. */
  snapshots: ApiSpec;
  stages: StageRow;
  apiKeys: ApiKeyRow;
  usagePlans: UsagePlanRow;
  /** Under `plan/key`. */
  planKeys: PlanKeyRow;
  account: AccountRow;
  /** Under `plan/key/day`. */
  usage: DayOfUse;
}

/** The collections of every account and Region. */
export type Collections = { readonly [K in keyof Rows]: Collection<Rows[K]> };
/** The records of one account and Region. */
export type Kept = { readonly [K in keyof Rows]: Records<Rows[K]> };

const names: { readonly [K in keyof Rows]: string } = {
  restApis: 'rest-apis',
  resources: 'resources',
  models: 'models',
  validators: 'request-validators',
  gatewayResponses: 'gateway-responses',
  deployments: 'deployments',
  snapshots: 'snapshots',
  stages: 'stages',
  apiKeys: 'api-keys',
  usagePlans: 'usage-plans',
  planKeys: 'usage-plan-keys',
  account: 'account',
  usage: 'usage',
};

const each = <T>(make: (key: keyof Rows) => unknown): T =>
  Object.fromEntries(Object.keys(names).map((key) => [key, make(key as keyof Rows)])) as T;

/** Opens every collection. */
export const openCollections = (store: Store): Collections =>
  each((key) => store.collection(`api-gateway.${names[key]}`));

/** The records of one account and Region. */
export const recordsIn = (collections: Collections, account: string, region: string): Kept =>
  each((key) => collections[key].in(account, region));

/** The parts of an API that are deleted with it. */
export const partsOfApi = [
  'resources',
  'models',
  'validators',
  'gatewayResponses',
  'deployments',
  'snapshots',
  'stages',
] as const;
