import type { Validated } from '../request.ts';

/** Fields that concern one connection, and never reach an integration. */
const dropped = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** Fields whose names reach functions in this spelling whatever the client wrote. */
const spelled: Readonly<Record<string, string>> = {
  host: 'Host',
  'user-agent': 'User-Agent',
  authorization: 'Authorization',
};

/** The header fields an integration sees: the client's, and where the request came from. Name, value, in order. */
export function forwardedHeaders(request: Validated): [string, string][] {
  const { headers, origin, traceId } = request;
  const fields: [string, string][] = [];
  const { raw } = headers;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string;
    const lower = name.toLowerCase();
    if (dropped.has(lower)) continue;
    fields.push([spelled[lower] ?? name, raw[i + 1] as string]);
  }
  const before = headers.all('x-forwarded-for').join(', ');
  fields.push(
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', before ? `${before}, ${origin.sourceIp}` : origin.sourceIp],
    ['X-Forwarded-Port', portOf(request)],
    ['X-Forwarded-Proto', origin.secure ? 'https' : 'http'],
  );
  return fields;
}

function portOf({ headers, origin }: Validated): string {
  const port = /:(\d+)$/.exec(headers.get('host') ?? '')?.[1];
  return port ?? (origin.secure ? '443' : '80');
}
