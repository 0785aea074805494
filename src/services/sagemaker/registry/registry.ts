import type { IamIdentity } from '@aws-sdk/client-sagemaker';
import type { Records, Store } from '../../../store/index.ts';
import type { Caller } from '../../../wire/index.ts';
import { keyOf, type Place } from '../arns.ts';
import { collections } from '../collections.ts';
import { modelPackageDoesNotExist, modelPackageGroupDoesNotExist } from '../faults.ts';
import type { ModelPackageGroupRow, ModelPackageRow } from '../records/model-package.ts';
import { groupArn, packageArn, packageKey, type RegistryName } from './names.ts';

/** The model registry of one account and Region. */
export interface Registry {
  /** By lower-case name. */
  readonly groups: Records<ModelPackageGroupRow>;
  /** By {@link packageKey}. */
  readonly packages: Records<ModelPackageRow>;
}

/** Opens registries of any account: groups may be shared by their policies. */
export function openRegistries(store: Store): (place: Place) => Registry {
  const groups = store.collection<ModelPackageGroupRow>(collections.modelPackageGroups);
  const packages = store.collection<ModelPackageRow>(collections.modelPackages);
  return ({ account, region }) => ({
    groups: groups.in(account, region),
    packages: packages.in(account, region),
  });
}

/** The registries that a call in a Region can reach: ARNs of other Regions lead nowhere. */
export const registriesFrom =
  (registries: (place: Place) => Registry, region: string) =>
  (place: Place): Registry =>
    registries(place.region === region ? place : { account: 'none', region });

/** @throws Fault when there is no such group */
export function findGroup(registry: Registry, { place, name }: RegistryName): ModelPackageGroupRow {
  const row = registry.groups.get(keyOf(name));
  if (!row) throw modelPackageGroupDoesNotExist(groupArn(place, name));
  return row;
}

/** @throws Fault when there is no such package */
export function findPackage(registry: Registry, named: RegistryName): ModelPackageRow {
  const row = registry.packages.get(packageKey(named));
  if (!row) throw modelPackageDoesNotExist(packageArn(named.place, named));
  return row;
}

/** Who made or changed it. */
export const identityOf = ({ arn, userId }: Caller): IamIdentity => ({ Arn: arn, PrincipalId: userId });
