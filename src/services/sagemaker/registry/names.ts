import { arnOf, keyOf, type Place } from '../arns.ts';
import type { ModelPackageRow } from '../records/model-package.ts';

/** A group, or a package: the version tells a version within a group from a package that stands alone. */
export interface RegistryName {
  /** Where it is: its owner may be another account. */
  readonly place: Place;
  readonly name: string;
  readonly version?: number;
}

/** Digits of a version in keys, so that keys sort as versions do. */
const VERSION_DIGITS = 9;

/** Reads a name, `name/version` or an ARN of either; `here` is where names without a place belong. */
export function readRegistryName(text: string, here: Place): RegistryName {
  const arn = /^arn:aws[a-z-]*:sagemaker:([a-z0-9-]*):(\d{12}):[a-z-]*\/(.*)$/.exec(text);
  const place = arn ? { region: arn[1] as string, account: arn[2] as string } : here;
  const [name = '', version] = (arn ? (arn[3] as string) : text).split('/');
  return version === undefined ? { place, name } : { place, name, version: Number(version) };
}

/** The key of a package: versions of a group stand together, in their order. */
export const packageKey = ({ name, version }: Pick<RegistryName, 'name' | 'version'>): string =>
  version === undefined ? keyOf(name) : versionPrefix(name) + `${version}`.padStart(VERSION_DIGITS, '0');

/** What the keys of all versions of a group begin with. */
export const versionPrefix = (group: string): string => `${keyOf(group)}/`;

/** The ARN of a package. */
export const packageArn = (place: Place, row: Pick<ModelPackageRow, 'name' | 'version'>): string =>
  arnOf(place, 'model-package', row.version === undefined ? row.name : `${row.name}/${row.version}`);

/** The ARN of a group. */
export const groupArn = (place: Place, name: string): string => arnOf(place, 'model-package-group', name);

/** The ARN under which the tags of a resource are kept: a version has those of its group. */
export const tagOwner = (arn: string): string =>
  arn.replace(/:model-package\/([^/]+)\/[0-9*]+$/, ':model-package-group/$1');
