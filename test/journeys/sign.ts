/** Signature Version 4 by hand, for requests that no client would send. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHmac, hash } from 'node:crypto';

/** What is signed, in the Region `us-east-1`. */
export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly service: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Wall time, milliseconds since the epoch. */
  readonly timeMs: number;
}

/** A request as it goes out. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs in the header. */
export function signV4(
  to: ToSign & { readonly body: string; readonly headers?: Readonly<Record<string, string>> },
): SignedRequest {
  const url = new URL(to.url);
  const { stamp, scope } = scopeOf(to);
  const { accessKeyId, sessionToken } = to.credentials;
  const headers: Record<string, string> = {
    ...to.headers,
    host: url.host,
    'x-amz-date': stamp,
    'x-amz-content-sha256': hash('sha256', to.body, 'hex'),
    ...(to.service === 'sts' && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [
    to.method,
    url.pathname,
    sortedQuery(url),
    lines,
    names.join(';'),
    headers['x-amz-content-sha256'],
  ];
  const signature = signatureOf(to, stamp, scope, canonical.join('\n'));
  const { host: _, ...sent } = headers;
  return {
    method: to.method,
    url: to.url,
    body: to.body,
    headers: {
      ...sent,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
  };
}

/** Signs in the query. */
export function presignV4(to: ToSign & { readonly expiresSeconds: number }): string {
  const url = new URL(to.url);
  const { stamp, scope } = scopeOf(to);
  url.searchParams.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
  url.searchParams.set('X-Amz-Credential', `${to.credentials.accessKeyId}/${scope}`);
  url.searchParams.set('X-Amz-Date', stamp);
  url.searchParams.set('X-Amz-Expires', `${to.expiresSeconds}`);
  url.searchParams.set('X-Amz-SignedHeaders', 'host');
  const canonical = [
    to.method,
    url.pathname,
    sortedQuery(url),
    `host:${url.host}\n`,
    'host',
    'UNSIGNED-PAYLOAD',
  ];
  return `${url.href}&X-Amz-Signature=${signatureOf(to, stamp, scope, canonical.join('\n'))}`;
}

function scopeOf({ timeMs, service }: ToSign): { stamp: string; scope: string } {
  const stamp = new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return { stamp, scope: `${stamp.slice(0, 8)}/us-east-1/${service}/aws4_request` };
}

const sortedQuery = (url: URL): string =>
  url.search
    .slice(1)
    .split('&')
    .filter(Boolean)
    .map((part) => (part.includes('=') ? part : `${part}=`))
    .sort()
    .join('&');

function signatureOf({ credentials }: ToSign, stamp: string, scope: string, canonical: string): string {
  const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
  return createHmac('sha256', key).update(text).digest('hex');
}
