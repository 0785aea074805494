import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { IsBinary } from '../media.ts';
import { badGateway, internalError, type Refusal } from '../refusal.ts';
import type { Answer, Validated } from '../request.ts';
import { remapped } from './remap.ts';

const MALFORMED = 'Execution failed due to configuration error: Malformed Lambda proxy response';
const members = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Reads what a function proxy returned; what is not of the agreed form is answered 502.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyAnswer(payload: Uint8Array, request: Validated, isBinary: IsBinary): Answer | Refusal {
  const result = parseResult(payload);
  if (!result) return badGateway(MALFORMED);
  const status = statusOf(result['statusCode']);
  const headers = headersOf(result['headers'], result['multiValueHeaders']);
  const { body, isBase64Encoded } = result;
  if (status === undefined || !headers) return badGateway(MALFORMED);
  if (body !== undefined && body !== null && typeof body !== 'string') return badGateway(MALFORMED);
  if (isBase64Encoded !== undefined && isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean') {
    return badGateway(MALFORMED);
  }
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.unshift(['Content-Type', 'application/json']);
  }
  const decode = isBase64Encoded === true && isBinary(request.headers.get('accept'));
  if (decode && !isBase64(body ?? '')) return internalError('Unable to base64 decode the body.');
  return {
    status,
    headers: remapped(headers, 'proxy'),
    body: decode ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function parseResult(payload: Uint8Array): Record<string, unknown> | undefined {
  let result: unknown;
  try {
    result = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return undefined;
  }
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return undefined;
  const names = Object.keys(result);
  return names.length > 0 && names.every((name) => members.has(name))
    ? (result as Record<string, unknown>)
    : undefined;
}

function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599
    ? status
    : undefined;
}

/** Single and multi-value fields together; the spelling of the latter wins, and what both say is said once. Undefined: not of the agreed form. */
function headersOf(single: unknown, multi: unknown): [string, string][] | undefined {
  const fields: [string, string][] = [];
  const ofMulti = new Map<string, string>();
  for (const [name, values] of entries(multi) ?? [['', undefined]]) {
    if (!Array.isArray(values)) return undefined;
    ofMulti.set(name.toLowerCase(), name);
    for (const value of values) fields.push([name, value]);
  }
  const singles = entries(single);
  if (!singles) return undefined;
  for (const [name, value] of singles) {
    const spelling = ofMulti.get(name.toLowerCase()) ?? name;
    const isThere = fields.some(([other, same]) => other === spelling && same === value);
    if (!isThere) fields.push([spelling, value as string]);
  }
  for (const field of fields) {
    const { 0: name, 1: value } = field as [string, unknown];
    if (typeof value === 'boolean' || typeof value === 'number') field[1] = String(value);
    else if (typeof value !== 'string') return undefined;
    if (!isField(name, field[1])) return undefined;
  }
  return fields;
}

function entries(value: unknown): [string, unknown][] | undefined {
  if (value === undefined || value === null) return [];
  return typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : undefined;
}

/** Whether it can be written as a header field at all. */
function isField(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text);
