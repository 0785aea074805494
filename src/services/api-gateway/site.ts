import type { Destination, Gateway } from '../../engine/gateway/index.ts';
import type { Site } from '../../wire/index.ts';

/**
 * The data plane on the port: `http://{api}.execute-api.localhost:4566/{stage}/...` (any name that goes on after `execute-api`),
 * and `/restapis/{api}/{stage}/_user_request_/...` under every name.
 */
export function createSite(gateway: Gateway): Site {
  return {
    claims: (host, rawPath) => apiOfHost(host) !== undefined || USER_REQUEST.test(rawPath),
    serve(request, response, origin) {
      const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      gateway.serve(request, response, destination(host, path), origin);
    },
  };
}

const USER_REQUEST = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/;

const apiOfHost = (host: string): string | undefined => /^([a-z0-9-]+)\.execute-api\./.exec(host)?.[1];

/** Which stage a request is for; of a path without a stage, one that is not there. */
function destination(host: string, path: string): Destination {
  const byPath = USER_REQUEST.exec(path);
  if (byPath) {
    return { apiId: (byPath[1] as string).toLowerCase(), stage: byPath[2] as string, path: byPath[3] ?? '/' };
  }
  const rest = path.replace(/^\/+/, '');
  const slash = rest.indexOf('/');
  return {
    apiId: apiOfHost(host) ?? '',
    stage: slash < 0 ? rest : rest.slice(0, slash),
    path: slash < 0 ? '/' : rest.slice(slash),
  };
}
