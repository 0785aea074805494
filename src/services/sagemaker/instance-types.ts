/** What an instance of a type has. */
export interface InstanceSize {
  readonly vcpus: number;
  readonly memoryBytes: number;
}

const GIB = 1024 ** 3;

/** Memory of each virtual CPU by family, GiB, where the whole family has one ratio. */
const memoryPerVcpu: Readonly<Record<string, number>> = {
  c5: 2,
  c5d: 2,
  c6g: 2,
  c6gd: 2,
  c6gn: 2,
  c6i: 2,
  c6in: 2,
  c7g: 2,
  c7i: 2,
  c8g: 2,
  g4dn: 4,
  g5: 4,
  g6: 4,
  g6e: 8,
  m4: 4,
  m5: 4,
  m5d: 4,
  m6g: 4,
  m6gd: 4,
  m6i: 4,
  m7i: 4,
  m8g: 4,
  r5: 8,
  r5d: 8,
  r6g: 8,
  r6gd: 8,
  r6i: 8,
  r7gd: 8,
  r7i: 8,
  r8g: 8,
};

/** Sizes that do not follow from family and size: virtual CPUs and GiB. */
const exceptions: Readonly<Record<string, readonly [vcpus: number, gib: number]>> = {
  'ml.t2.medium': [2, 4],
  'ml.t2.large': [2, 8],
  'ml.t2.xlarge': [4, 16],
  'ml.t2.2xlarge': [8, 32],
  'ml.c4.large': [2, 3.75],
  'ml.c4.xlarge': [4, 7.5],
  'ml.c4.2xlarge': [8, 15],
  'ml.c4.4xlarge': [16, 30],
  'ml.c4.8xlarge': [36, 60],
  'ml.p3.2xlarge': [8, 61],
  'ml.p3.8xlarge': [32, 244],
  'ml.p3.16xlarge': [64, 488],
  'ml.inf1.xlarge': [4, 8],
  'ml.inf1.2xlarge': [8, 16],
  'ml.inf1.6xlarge': [24, 48],
  'ml.inf1.24xlarge': [96, 192],
  'ml.inf2.xlarge': [4, 16],
  'ml.inf2.8xlarge': [32, 128],
  'ml.inf2.24xlarge': [96, 384],
  'ml.inf2.48xlarge': [192, 768],
};

/**
 * The virtual CPUs and memory of an instance type; `undefined` for accelerated types that are not in the table.
 * @see https://aws.amazon.com/sagemaker/ai/pricing/
 */
export function sizeOfInstance(type: string): InstanceSize | undefined {
  const exception = exceptions[type];
  if (exception) return { vcpus: exception[0], memoryBytes: exception[1] * GIB };
  const [, family = '', size = ''] = /^ml\.([a-z0-9]+)\.(medium|large|\d*xlarge)$/.exec(type) ?? [];
  const ratio = memoryPerVcpu[family];
  if (ratio === undefined) return undefined;
  const vcpus =
    size === 'medium' ? 1 : size === 'large' ? 2 : 4 * Number(size.slice(0, -'xlarge'.length) || 1);
  return { vcpus, memoryBytes: vcpus * ratio * GIB };
}
