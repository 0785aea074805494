/** The context of a request as conditions see it. */
export interface RequestKeys {
  /** The values of a condition key, given in lower case. */
  get(key: string): readonly string[] | undefined;
}

/** What a policy is asked. */
export interface Question {
  /** e.g. `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*` for actions that name no resource. */
  readonly resource: string;
  readonly keys: RequestKeys;
}

/** Makes {@link RequestKeys} of plain values; undefined ones are left out. */
export function requestKeys(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): Map<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return keys;
}
