import type { Received } from '../received.ts';
import { queryParameters } from './claims.ts';

/** What an unverified request says of its sender; every part may be missing. */
export interface Lax {
  readonly accessKeyId?: string | undefined;
  readonly region?: string | undefined;
  readonly sessionToken?: string | undefined;
}

/** Reads who a request says it is, refusing nothing: for servers that do not enforce signatures. */
export function laxClaims(received: Received): Lax {
  const authorization = received.headers.get('authorization');
  const sessionToken = received.headers.get('x-amz-security-token');
  if (authorization !== undefined) {
    const v2 = /^AWS ([^:]+):/.exec(authorization)?.[1];
    if (v2 !== undefined) return { accessKeyId: v2, sessionToken };
    return { ...credential(/Credential=([^,\s]+)/.exec(authorization)?.[1]), sessionToken };
  }
  if (!received.rawQuery.includes('X-Amz-Credential=') && !received.rawQuery.includes('AWSAccessKeyId='))
    return {};
  const query = queryParameters(received.rawQuery);
  return {
    ...credential(query.get('X-Amz-Credential') ?? query.get('AWSAccessKeyId')),
    sessionToken: query.get('X-Amz-Security-Token') ?? query.get('x-amz-security-token'),
  };
}

function credential(text: string | undefined): Lax {
  const [accessKeyId, , region] = text?.split('/') ?? [];
  return { accessKeyId: accessKeyId || undefined, region: region || undefined };
}
