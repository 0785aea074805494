import type { Records, Store } from '../../../store/index.ts';
import type {
  AliasRow,
  EventInvokeRow,
  FunctionRow,
  LayerRow,
  LayerVersionRow,
  PolicyRow,
  ProvisionedRow,
  VersionRow,
  WaitingEventRow,
} from './rows.ts';

/** Names of the collections. */
export const collections = {
  functions: 'lambda.functions',
  versions: 'lambda.versions',
  aliases: 'lambda.aliases',
  policies: 'lambda.policies',
  eventInvokes: 'lambda.event-invoke-configs',
  provisioned: 'lambda.provisioned-concurrency',
  layers: 'lambda.layers',
  layerVersions: 'lambda.layer-versions',
  events: 'lambda.events',
} as const;

/** The records of one account and Region. */
export interface LambdaRecords {
  /** By name. */
  readonly functions: Records<FunctionRow>;
  /** Published versions, by {@link versionKey}. */
  readonly versions: Records<VersionRow>;
  /** By `name/alias`. */
  readonly aliases: Records<AliasRow>;
  /** By `name` or `name/qualifier`. */
  readonly policies: Records<PolicyRow>;
  /** By `name/qualifier`. */
  readonly eventInvokes: Records<EventInvokeRow>;
  /** By `name/qualifier`. */
  readonly provisioned: Records<ProvisionedRow>;
  /** By name. */
  readonly layers: Records<LayerRow>;
  /** By {@link versionKey}. */
  readonly layerVersions: Records<LayerVersionRow>;
  /** By id. */
  readonly events: Records<WaitingEventRow>;
}

/** The records of an account and Region. */
export function recordsIn(store: Store, account: string, region: string): LambdaRecords {
  const of = <Row>(name: string): Records<Row> => store.collection<Row>(name).in(account, region);
  return {
    functions: of(collections.functions),
    versions: of(collections.versions),
    aliases: of(collections.aliases),
    policies: of(collections.policies),
    eventInvokes: of(collections.eventInvokes),
    provisioned: of(collections.provisioned),
    layers: of(collections.layers),
    layerVersions: of(collections.layerVersions),
    events: of(collections.events),
  };
}

/** The key of a numbered version: the order of keys is that of numbers. */
export const versionKey = (name: string, version: string | number): string =>
  `${name}/${String(version).padStart(12, '0')}`;

/** The key of what belongs to a function's qualifier. */
export const qualifiedKey = (name: string, qualifier: string | undefined): string =>
  qualifier === undefined ? name : `${name}/${qualifier}`;

/** A version by its number, or `$LATEST`. */
export function findVersion(records: LambdaRecords, name: string, version: string): VersionRow | undefined {
  return version === '$LATEST'
    ? records.functions.get(name)?.latest
    : records.versions.get(versionKey(name, version));
}

/** Ids of all code that any record uses. */
export function usedCode(store: Store): Set<string> {
  const used = new Set<string>();
  const add = ({ code, layers }: VersionRow) => {
    used.add(code.id);
    for (const layer of layers) used.add(layer.code.id);
  };
  for (const { row } of store.collection<FunctionRow>(collections.functions).all()) add(row.latest);
  for (const { row } of store.collection<VersionRow>(collections.versions).all()) add(row);
  for (const { row } of store.collection<LayerVersionRow>(collections.layerVersions).all())
    used.add(row.code.id);
  return used;
}
