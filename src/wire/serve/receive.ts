import type { IncomingMessage } from 'node:http';
import { HeaderMap } from '../header-map.ts';
import type { Origin, Received } from '../received.ts';

/**
 * What a request asks for: path and query, undecoded. Absolute-form targets, which proxies are sent, lose scheme and host, for whoever
 * reads the request after us too.
 */
export function targetOf(request: IncomingMessage): Pick<Received, 'rawPath' | 'rawQuery'> {
  const url = originForm(request.url ?? '/');
  request.url = url;
  const question = url.indexOf('?');
  return {
    rawPath: question < 0 ? url : url.slice(0, question),
    rawQuery: question < 0 ? '' : url.slice(question + 1),
  };
}

/** A request as it arrived. */
export function receive(
  request: IncomingMessage,
  { rawPath, rawQuery }: Pick<Received, 'rawPath' | 'rawQuery'>,
  origin: Origin,
): Received {
  return {
    method: request.method ?? 'GET',
    rawPath,
    rawQuery,
    headers: new HeaderMap(request.rawHeaders),
    body: request,
    origin,
  };
}

function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const [, rest = '/'] = /^https?:\/\/[^/?#]*(.*)$/i.exec(url) ?? [];
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The name of the Host field: lower case, without port, trailing dot or the brackets of IPv6. */
export function hostName(host: string): string {
  const end = host.startsWith('[') ? host.indexOf(']') : host.indexOf(':');
  return (end < 0 ? host : host.slice(host.startsWith('[') ? 1 : 0, end)).toLowerCase().replace(/\.$/, '');
}
