/** The NVMe polynomial 0xad93d23594c93659, bits reversed, as two halves: BigInt would cost a hundred times as much. */
const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;

/** A 64-bit CRC as two unsigned 32-bit halves. */
export interface Crc64 {
  readonly high: number;
  readonly low: number;
}

/** The CRC of no bytes. */
export const CRC64_EMPTY: Crc64 = { high: 0, low: 0 };

/** Eight tables of 256 a half: entry `[k * 256 + b]` is byte `b` pushed through `k + 1` zero bytes. */
const [highs, lows] = makeTables();

function makeTables(): [Int32Array, Int32Array] {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let h = 0;
    let l = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        h ^= POLYNOMIAL_HIGH;
        l ^= POLYNOMIAL_LOW;
      }
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let at = 256; at < high.length; at++) {
    const h = high[at - 256]!;
    const l = low[at - 256]!;
    high[at] = (h >>> 8) ^ high[l & 255]!;
    low[at] = ((l >>> 8) | (h << 24)) ^ low[l & 255]!;
  }
  return [high, low];
}

/**
 * CRC-64/NVME, eight bytes a step.
 * @param value the CRC of what came before
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function crc64nvme(bytes: Uint8Array, value: Crc64 = CRC64_EMPTY): Crc64 {
  const hs = highs;
  const ls = lows;
  const end = bytes.length;
  const wide = end - (end & 7);
  let high = ~value.high;
  let low = ~value.low;
  let i = 0;
  for (; i < wide; i += 8) {
    low ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    high ^= bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24);
    const a = 1792 + (low & 255);
    const b = 1536 + ((low >>> 8) & 255);
    const c = 1280 + ((low >>> 16) & 255);
    const d = 1024 + (low >>> 24);
    const e = 768 + (high & 255);
    const f = 512 + ((high >>> 8) & 255);
    const g = 256 + ((high >>> 16) & 255);
    const h = high >>> 24;
    high = hs[a]! ^ hs[b]! ^ hs[c]! ^ hs[d]! ^ hs[e]! ^ hs[f]! ^ hs[g]! ^ hs[h]!;
    low = ls[a]! ^ ls[b]! ^ ls[c]! ^ ls[d]! ^ ls[e]! ^ ls[f]! ^ ls[g]! ^ ls[h]!;
  }
  for (; i < end; i++) {
    const index = (low ^ bytes[i]!) & 255;
    low = ((low >>> 8) | (high << 24)) ^ ls[index]!;
    high = (high >>> 8) ^ hs[index]!;
  }
  return { high: ~high >>> 0, low: ~low >>> 0 };
}
