/** Where a resource lives. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** SageMaker's resources with names; their ARNs are lower-case throughout. */
export type Kind =
  | 'model'
  | 'endpoint-config'
  | 'endpoint'
  | 'inference-component'
  | 'model-package'
  | 'model-package-group';

/** Names that differ in case only are one resource, since their ARNs are. */
export const keyOf = (name: string): string => name.toLowerCase();

/** The ARN of a resource. */
export const arnOf = (place: Place, kind: Kind, name: string): string =>
  `arn:aws:sagemaker:${place.region}:${place.account}:${kind}/${keyOf(name)}`;

/** The kind and key of an ARN of this account and Region; `undefined` for any other. */
export function parseArn(place: Place, arn: string): { kind: Kind; key: string } | undefined {
  const prefix = `arn:aws:sagemaker:${place.region}:${place.account}:`;
  const found =
    /^(model|endpoint-config|endpoint|inference-component|model-package-group|model-package)\/([^/]+)$/.exec(
      arn.startsWith(prefix) ? arn.slice(prefix.length) : '',
    );
  return found ? { kind: found[1] as Kind, key: keyOf(found[2] as string) } : undefined;
}
