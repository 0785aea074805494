import { keyOf, type Place } from '../arns.ts';
import { groupArn, packageArn, readRegistryName } from './names.ts';
import type { Registry } from './registry.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * The ARNs of groups and packages a call names.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function registryResources(operation: string, input: Input, here: Place): string[] {
  const text = (member: string): string[] => {
    const value = input[member];
    return typeof value === 'string' ? [value] : [];
  };
  const packages = [
    ...text('ModelPackageName'),
    ...text('ModelPackageArn'),
    ...listOf(input['ModelPackageArnList']),
  ];
  const groups = text('ModelPackageGroupName').map((name) => readRegistryName(name, here));
  if (operation === 'CreateModelPackage' || operation === 'ListModelPackages') {
    return [
      ...groups.map(({ place, name }) => packageArn(place, { name: `${name}/*` })),
      ...packages.map((name) => packageArn(here, { name })),
    ];
  }
  return [
    ...groups.map(({ place, name }) => groupArn(place, name)),
    ...packages.map((name) => readRegistryName(name, here)).map((named) => packageArn(named.place, named)),
  ];
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** Who owns a group or package, and the policy that goes for it; nothing of other resources. */
export function registryPolicy(
  arn: string,
  registryAt: (place: Place) => Registry,
): { resourceAccount?: string; resourcePolicy?: string } {
  if (!/:model-package(-group)?\//.test(arn)) return {};
  const { place, name } = readRegistryName(arn, { account: '', region: '' });
  const policy = registryAt(place).groups.get(keyOf(name))?.policy;
  return { resourceAccount: place.account, ...(policy !== undefined && { resourcePolicy: policy }) };
}

/** The packages of other accounts that the containers of a model name: their owner's policy must allow it too. */
export function packagesOfOthers(input: Input, here: Place): string[] {
  const containers = [input['PrimaryContainer'], ...listOf(input['Containers'])] as (
    | { readonly ModelPackageName?: string }
    | undefined
  )[];
  return containers
    .flatMap((container) => container?.ModelPackageName ?? [])
    .map((name) => readRegistryName(name, here))
    .filter(({ place }) => place.account !== here.account)
    .map((named) => packageArn(named.place, named));
}
