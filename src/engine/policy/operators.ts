import { BlockList, isIP, isIPv6 } from 'node:net';
import { compileArnPattern } from './arn-pattern.ts';
import type { RequestKeys } from './keys.ts';
import { compilePattern } from './pattern.ts';

/** Whether one value of the request meets one value of the policy. */
export type Comparison = (value: string, keys: RequestKeys) => boolean;

/** An operator of the Condition element, apart from its `For...:` and `IfExists`. */
export interface Operator {
  /** Negated: true when the value meets none of the policy's. */
  readonly negated: boolean;
  /** @param variables whether `${...}` are policy variables; undefined is answered for a value that cannot be read */
  compile(policyValue: string, variables: boolean): Comparison | undefined;
}

const text =
  (wildcards: boolean, ignoreCase: boolean): Operator['compile'] =>
  (policyValue, variables) => {
    const pattern = compilePattern(policyValue, { wildcards, variables, ignoreCase });
    return (value, keys) => pattern(value, keys) === true;
  };

const arn: Operator['compile'] = (policyValue, variables) => {
  const pattern = compileArnPattern(policyValue, { wildcards: true, variables });
  return (value, keys) => pattern(value, keys) === true;
};

const compared =
  (
    read: (text: string) => number | undefined,
    holds: (given: number, wanted: number) => boolean,
  ): Operator['compile'] =>
  (policyValue) => {
    const wanted = read(policyValue);
    if (wanted === undefined) return undefined;
    return (value) => {
      const given = read(value);
      return given !== undefined && holds(given, wanted);
    };
  };

function readNumber(written: string): number | undefined {
  const number = written.trim() === '' ? Number.NaN : Number(written);
  return Number.isFinite(number) ? number : undefined;
}

/** ISO 8601 in W3C's profile, or seconds since the epoch; milliseconds since the epoch come out. */
function readDate(written: string): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(written) && !/^\d{4}$/.test(written)) return Number(written) * 1000;
  if (
    !/^\d{4}(-\d\d(-\d\d([Tt]\d\d(:?\d\d(:?\d\d(\.\d+)?)?)?([Zz]|[+-]\d\d(:?\d\d)?)?)?)?)?$/.test(written)
  ) {
    return undefined;
  }
  const timeMs = Date.parse(written.toUpperCase());
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

const boolean: Operator['compile'] = (policyValue) => {
  const wanted = policyValue.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return undefined;
  return (value) => value.toLowerCase() === wanted;
};

const binary: Operator['compile'] = (policyValue) => {
  const wanted = Buffer.from(policyValue, 'base64');
  return (value) => Buffer.from(value, 'base64').equals(wanted);
};

const address: Operator['compile'] = (policyValue) => {
  const [host = '', bits] = policyValue.split('/');
  const family = isIP(host);
  if (family === 0) return undefined;
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most || bits === '') return undefined;
  const list = new BlockList();
  list.addSubnet(host, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return (value) => isIP(value) !== 0 && list.check(value, isIPv6(value) ? 'ipv6' : 'ipv4');
};

const positive = (compile: Operator['compile']): Operator => ({ negated: false, compile });
const negative = (compile: Operator['compile']): Operator => ({ negated: true, compile });

/**
 * The operators by lower-case name. `Null` is not among them: it asks of the key, not of its values.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: positive(text(false, false)),
    StringNotEquals: negative(text(false, false)),
    StringEqualsIgnoreCase: positive(text(false, true)),
    StringNotEqualsIgnoreCase: negative(text(false, true)),
    StringLike: positive(text(true, false)),
    StringNotLike: negative(text(true, false)),
    NumericEquals: positive(compared(readNumber, (a, b) => a === b)),
    NumericNotEquals: negative(compared(readNumber, (a, b) => a === b)),
    NumericLessThan: positive(compared(readNumber, (a, b) => a < b)),
    NumericLessThanEquals: positive(compared(readNumber, (a, b) => a <= b)),
    NumericGreaterThan: positive(compared(readNumber, (a, b) => a > b)),
    NumericGreaterThanEquals: positive(compared(readNumber, (a, b) => a >= b)),
    DateEquals: positive(compared(readDate, (a, b) => a === b)),
    DateNotEquals: negative(compared(readDate, (a, b) => a === b)),
    DateLessThan: positive(compared(readDate, (a, b) => a < b)),
    DateLessThanEquals: positive(compared(readDate, (a, b) => a <= b)),
    DateGreaterThan: positive(compared(readDate, (a, b) => a > b)),
    DateGreaterThanEquals: positive(compared(readDate, (a, b) => a >= b)),
    Bool: positive(boolean),
    BinaryEquals: positive(binary),
    IpAddress: positive(address),
    NotIpAddress: negative(address),
    ArnEquals: positive(arn),
    ArnLike: positive(arn),
    ArnNotEquals: negative(arn),
    ArnNotLike: negative(arn),
  }).map(([name, operator]) => [name.toLowerCase(), operator]),
);
