/** A cyclic redundancy check, reflected, with all ones before and after: what joining two of them needs to know. */
interface Family {
  readonly polynomial: bigint;
  readonly bits: number;
}

const families = {
  crc32: { polynomial: 0xedb88320n, bits: 32 },
  crc32c: { polynomial: 0x82f63b78n, bits: 32 },
  crc64nvme: { polynomial: 0x9a6c9329ac4bc9b5n, bits: 64 },
} as const satisfies Record<string, Family>;

/** The checksums that can be joined: those of two texts give that of both, one after the other. */
export type CombinableAlgorithm = keyof typeof families;

/**
 * The checksum of two texts joined, from the checksum of each and the length of the second, without reading either.
 * @param first big-endian bytes, as `Digest.digest` answers them
 * @param second likewise
 * @param secondBytes the length of the second text
 */
export function combineChecksums(
  algorithm: CombinableAlgorithm,
  first: Uint8Array,
  second: Uint8Array,
  secondBytes: number,
): Buffer {
  const family = families[algorithm];
  const value = times(power(8 * secondBytes, family), toBigInt(first), family) ^ toBigInt(second);
  return Buffer.from(value.toString(16).padStart(family.bits / 4, '0'), 'hex');
}

const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** x to the `exponent`, modulo the polynomial: what `exponent` zero bits do to a checksum. */
function power(exponent: number, family: Family): bigint {
  let result = 1n << BigInt(family.bits - 1); // x^0: reflected, the highest bit
  let square = result >> 1n; // x^1
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if (left & 1n) result = times(result, square, family);
    square = times(square, square, family);
  }
  return result;
}

/** The product of two polynomials over GF(2), bits reflected, modulo the family's polynomial. */
function times(a: bigint, b: bigint, { polynomial, bits }: Family): bigint {
  let product = 0n;
  let shifted = b;
  for (let mask = 1n << BigInt(bits - 1); mask > 0n; mask >>= 1n) {
    if (a & mask) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
