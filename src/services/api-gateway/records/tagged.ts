import type { Records } from '../../../store/index.ts';
import type { Context } from '../context.ts';
import { badRequest, notFound } from '../faults.ts';

type Tags = Readonly<Record<string, string>>;

/** A resource that carries tags. */
export interface Tagged {
  readonly tags: Tags;
  change(by: (tags: Tags) => Tags): void;
}

/** The resource of an ARN such as `arn:aws:apigateway:us-east-1::/restapis/abc`; faults when it is none. */
export function tagged({ kept }: Context, arn: string): Tagged {
  const path = /^arn:[\w-]+:apigateway:[\w-]+::(\/.+)$/.exec(arn)?.[1];
  if (path === undefined) throw badRequest('Invalid ARN specified in the request');
  const [, kind = '', id = '', below, name = ''] = path.split('/');
  if (kind === 'restapis' && below === 'stages') return inRecords(kept.stages, `${id}/${name}`, arn);
  if (kind === 'restapis' && below === undefined) return inRecords(kept.restApis, id, arn);
  if (kind === 'apikeys') return inRecords(kept.apiKeys, id, arn);
  if (kind === 'usageplans') return inRecords(kept.usagePlans, id, arn);
  throw badRequest('Invalid ARN specified in the request');
}

function inRecords<Row extends { readonly tags?: Tags | undefined }>(
  records: Records<Row>,
  key: string,
  arn: string,
): Tagged {
  const row = records.get(key);
  if (!row) throw notFound(`Resource not found: ${arn}`);
  return {
    tags: row.tags ?? {},
    change: (by) => void records.update(key, (now) => ({ ...now, tags: by(now.tags ?? {}) })),
  };
}
