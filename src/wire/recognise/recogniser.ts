import { QueryParameters } from '../http/query-string.ts';
import { Router } from '../http/router.ts';
import type { Received } from '../received.ts';
import { readS3Host } from '../s3/virtual-host.ts';
import type { ProtocolName, ServiceModel } from '../shape.ts';
import type { Catalog } from '../snapshot/catalog.ts';
import type { ServiceEntry } from '../snapshot/schema-file.ts';
import { scopeService } from './scope.ts';
import { strangerModel } from './stranger.ts';

/** What a request was found to be, before anything of it was believed. */
export interface Recognised {
  readonly model: ServiceModel;
  readonly protocol: ProtocolName;
  /** Undefined: not told yet (Query, in the body), or no such operation. */
  readonly operation: string | undefined;
  /** Undecoded URI labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** The path for S3 with the bucket in it, else the raw path. */
  readonly path: string;
  readonly hostBucket?: string;
  /** False for a service that is not in the catalog. */
  readonly known: boolean;
}

const NO_LABELS: Readonly<Record<string, string>> = {};
const S3_SIGNING_NAMES = new Set(['s3', 's3express', 's3-object-lambda', 's3-outposts']);
const RPC_V2_PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/;

/**
 * Finds service, protocol and operation of a request: by target header, RPC v2 path, Query action, then by credential scope, host and path.
 */
export class Recogniser {
  readonly #catalog: Catalog;
  readonly #hasBucket: (name: string) => boolean;
  readonly #byTarget = new Map<string, ServiceEntry>();
  readonly #byShapeName = new Map<string, ServiceEntry>();
  readonly #bySigningName = new Map<string, ServiceEntry[]>();
  readonly #routers = new Map<string, Router>();

  /** @param hasBucket whether there is a bucket of this name */
  constructor(catalog: Catalog, hasBucket: (name: string) => boolean = () => false) {
    this.#catalog = catalog;
    this.#hasBucket = hasBucket;
    for (const entry of catalog.services) {
      if (entry.targetPrefix) this.#byTarget.set(entry.targetPrefix, entry);
      this.#byShapeName.set(entry.shapeName, entry);
      const sharing = this.#bySigningName.get(entry.signingName);
      if (sharing) sharing.push(entry);
      else this.#bySigningName.set(entry.signingName, [entry]);
    }
  }

  /** @param host lower case, without port */
  recognise(received: Received, host: string): Recognised | undefined {
    const { headers, rawPath } = received;
    const target = headers.get('x-amz-target');
    if (target !== undefined) return this.#byTargetHeader(target, received);
    if (headers.get('smithy-protocol') === 'rpc-v2-cbor') return this.#byRpcPath(rawPath);
    const scope = scopeService(received);
    if (scope === undefined ? this.#isS3Unsigned(rawPath, host) : S3_SIGNING_NAMES.has(scope))
      return this.#asS3(received, host);
    const candidates = scope === undefined ? undefined : (this.#bySigningName.get(scope) ?? []);
    return (
      this.#byAction(received, scope, candidates) ??
      this.#byPath(received, candidates ?? this.#catalog.services) ??
      this.#byScopeAlone(rawPath, scope, candidates) ??
      (scope === undefined ? this.#asS3(received, host) : undefined)
    );
  }

  /** The service a Query request means by its `Version`, for bodies read without a signature. */
  byVersion(version: string | undefined, operation: string): Recognised | undefined {
    const entry = this.#catalog.services.find(
      (service) => isQuery(service) && service.version === version && service.operations.includes(operation),
    );
    return entry && this.#rpc(entry, 'awsQuery', operation);
  }

  #byTargetHeader(target: string, { headers, rawPath }: Received): Recognised {
    const dot = target.lastIndexOf('.');
    const [prefix, operation] = [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
    const asked = headers.get('content-type')?.includes('json-1.0') ? 'awsJson1_0' : 'awsJson1_1';
    const entry = this.#byTarget.get(prefix);
    if (!entry) return stranger(prefix || target, asked, operation, rawPath);
    const spoken = entry.protocols.filter((name) => name.startsWith('awsJson')) as ProtocolName[];
    return this.#rpc(entry, spoken.includes(asked) ? asked : (spoken[0] ?? asked), operation);
  }

  #byRpcPath(rawPath: string): Recognised {
    const [, service = '', operation = ''] = RPC_V2_PATH.exec(rawPath) ?? [];
    const entry = this.#byShapeName.get(service);
    return entry && (entry.protocols as readonly string[]).includes('rpcv2Cbor')
      ? this.#rpc(entry, 'rpcv2Cbor', operation)
      : stranger(service, 'rpcv2Cbor', operation, rawPath);
  }

  #byAction(
    received: Received,
    scope: string | undefined,
    candidates: readonly ServiceEntry[] | undefined,
  ): Recognised | undefined {
    const query = received.rawQuery.includes('Action=') ? new QueryParameters(received.rawQuery) : undefined;
    const action = query?.get('Action');
    const isForm =
      received.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
    if (action === undefined && !isForm) return undefined;
    const entry = candidates?.find(isQuery);
    if (entry) return this.#rpc(entry, 'awsQuery', action);
    if (scope !== undefined && candidates?.length === 0) {
      return stranger(scope, scope === 'ec2' ? 'ec2Query' : 'awsQuery', action, received.rawPath);
    }
    return action === undefined ? undefined : this.byVersion(query?.get('Version'), action);
  }

  #byPath(received: Received, candidates: readonly ServiceEntry[]): Recognised | undefined {
    for (const entry of candidates) {
      if (!entry.protocols.includes('restJson1')) continue;
      const route = this.#router(entry.name)?.find(received);
      if (!route) continue;
      const { operation, labels } = route;
      return {
        ...this.#rpc(entry, 'restJson1', operation.name),
        labels,
        path: received.rawPath,
      };
    }
    return undefined;
  }

  /** Signed for a service, but no operation of it: that service says so; a service we lack is named. */
  #byScopeAlone(
    path: string,
    scope: string | undefined,
    candidates: readonly ServiceEntry[] | undefined,
  ): Recognised | undefined {
    if (scope === undefined) return undefined;
    const entry = candidates?.find(({ protocols }) => protocols.includes('restJson1')) ?? candidates?.[0];
    if (!entry) return stranger(scope, 'restJson1', undefined, path);
    return { ...this.#rpc(entry, entry.protocols[0] as ProtocolName, undefined), path };
  }

  #isS3Unsigned(rawPath: string, host: string): boolean {
    const { isS3, bucket = rawPath.split('/', 2)[1] } = readS3Host(host);
    return isS3 || (bucket !== undefined && bucket !== '' && this.#hasBucket(bucket));
  }

  #asS3(received: Received, host: string): Recognised | undefined {
    const entry = this.#catalog.services.find(({ name }) => name === 's3');
    if (!entry) return undefined;
    const { bucket } = readS3Host(host);
    const path = bucket === undefined ? received.rawPath : `/${bucket}${received.rawPath}`;
    const { method, rawQuery, headers } = received;
    const route = this.#router('s3')?.find({ method, rawPath: path, rawQuery, headers });
    return {
      ...this.#rpc(entry, 'restXml', route?.operation.name),
      labels: route?.labels ?? NO_LABELS,
      path,
      ...(bucket !== undefined && { hostBucket: bucket }),
    };
  }

  #rpc(entry: ServiceEntry, protocol: ProtocolName, operation: string | undefined): Recognised {
    const model = this.#catalog.model(entry.name);
    if (!model) throw new Error(`${entry.name} is in the index but has no schemas`);
    return { model, protocol, operation, labels: NO_LABELS, path: '/', known: true };
  }

  #router(service: string): Router | undefined {
    let router = this.#routers.get(service);
    const model = router ? undefined : this.#catalog.model(service);
    if (model) {
      router = new Router(model.operationNames.flatMap((name) => model.operation(name) ?? []));
      this.#routers.set(service, router);
    }
    return router;
  }
}

const isQuery = ({ protocols }: ServiceEntry): boolean => protocols.includes('awsQuery');

function stranger(
  name: string,
  protocol: ProtocolName,
  operation: string | undefined,
  path: string,
): Recognised {
  return { model: strangerModel(name, protocol), protocol, operation, labels: NO_LABELS, path, known: false };
}
