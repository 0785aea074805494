import type {
  CodeStore,
  Functions,
  FunctionSpec,
  PlacedFunction,
  WorkerCredentials,
} from '../../../engine/functions/index.ts';
import type { Logger } from '../../../kit/index.ts';
import type { Store } from '../../../store/index.ts';
import { PRINCIPAL, type Roles } from '../ports.ts';
import { collections, findVersion, recordsIn, usedCode } from '../records/records.ts';
import type { AliasRow, FunctionRow, VersionRow } from '../records/rows.ts';
import { type FunctionName, functionArn, isAlias } from '../translate/names.ts';
import { engineRuntime } from '../translate/runtimes.ts';
import { chooseVersion } from './choose-version.ts';
import { Concurrency } from './concurrency.ts';
import { Observer, type Sinks } from './observer.ts';
import { type Shares, sharesOf } from './provisioned-shares.ts';

/** What functions are hosted with. */
export interface HostingParts {
  readonly store: Store;
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly roles: Roles;
  readonly sinks: Sinks;
  readonly log: Logger;
  /** Where functions reach this server. */
  readonly endpointUrl: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  readonly concurrentExecutions: number;
  readonly background: (name: string, work: Promise<void>) => void;
}

/** A version of a function that can be called. */
export interface Target {
  readonly row: VersionRow;
  readonly placed: PlacedFunction;
  /** Whether the alias it was called by may lead elsewhere the next time. */
  readonly weighted: boolean;
}

interface Placement {
  readonly row: VersionRow;
  readonly placed: PlacedFunction;
  readonly observer: Observer;
}

/** A session of an execution role, for as long as a worker may live, seconds. */
const SESSION_SECONDS = 6 * 3600;

/** Keeps the engine in step with the records: what is called is placed, what changed is placed anew, what is gone is removed. */
export class Hosting {
  readonly #parts: HostingParts;
  /** By account, Region, name and version. */
  readonly #placed = new Map<string, Placement>();
  /** Aliases by ARN, read once. */
  readonly #aliases = new Map<string, AliasRow>();
  readonly #concurrency = new Map<string, Concurrency>();
  /** Placements that end what they have begun: their code is still used. */
  readonly #ending = new Set<VersionRow>();

  constructor(parts: HostingParts) {
    this.#parts = parts;
    for (const { account, region, key, row } of parts.store
      .collection<FunctionRow>(collections.functions)
      .all()) {
      if (row.reservedConcurrency !== undefined)
        this.concurrency(account, region).reserve(key, row.reservedConcurrency);
    }
  }

  /** The concurrency of an account in a Region. */
  concurrency(account: string, region: string): Concurrency {
    const key = `${account}/${region}`;
    const known = this.#concurrency.get(key);
    if (known) return known;
    const made = new Concurrency(this.#parts.concurrentExecutions);
    this.#concurrency.set(key, made);
    return made;
  }

  /** The version that a request goes to, by name and qualifier; undefined when there is none. */
  find(name: FunctionName): Target | undefined {
    const { qualifier } = name;
    if (qualifier === undefined || !isAlias(qualifier))
      return this.#version(name, qualifier ?? '$LATEST', false);
    const alias = this.#alias(name);
    return (
      alias && this.#version(name, chooseVersion(alias, this.#parts.random()), alias.weights !== undefined)
    );
  }

  /** Places a version as its record says now; an older placement ends what it has begun. */
  place(account: string, region: string, row: VersionRow): void {
    const key = keyOf({ account, region, name: row.name }, row.version);
    const old = this.#placed.get(key);
    const observer = new Observer(this.#parts.sinks, account, region, row);
    const placed = this.#parts.functions.place(this.#specOf(account, region, row, observer));
    this.#placed.set(key, { row, placed, observer });
    if (old) this.#end(old);
    if (row.version !== '$LATEST') this.provision({ account, region, name: row.name });
  }

  /** Keeps as many workers of each version up as the records say now. */
  provision(name: Omit<FunctionName, 'qualifier'>): void {
    const prefix = keyOf(name, '');
    const shares = this.#shares(name);
    for (const [version, count] of shares)
      if (count > 0) this.#version({ ...name, qualifier: version }, version, false);
    for (const [key, { row, placed, observer }] of this.#placed) {
      if (!key.startsWith(prefix)) continue;
      const count = shares.get(row.version) ?? 0;
      if (count === observer.provided) continue;
      observer.provided = count;
      placed.provide(count);
    }
  }

  /** How many workers of a version are up, of those that are to be, and why the others are not. */
  provisioned(
    name: Omit<FunctionName, 'qualifier'>,
    version: string,
  ): { up: number; failure: string | undefined } {
    const found = this.#placed.get(keyOf(name, version));
    const failure = found?.placed.provisionFailure;
    return {
      up: Math.min(found?.placed.workers ?? 0, found?.observer.provided ?? 0),
      failure: failure && (failure.kind === 'impossible' ? failure.detail : failure.kind),
    };
  }

  #shares({ account, region, name }: Omit<FunctionName, 'qualifier'>): Shares {
    const { aliases, provisioned } = recordsIn(this.#parts.store, account, region);
    return sharesOf(provisioned.list({ prefix: `${name}/` }), (alias) => aliases.get(`${name}/${alias}`));
  }

  /** Reads the aliases of a function anew. */
  forgetAliases({ account, region, name }: Omit<FunctionName, 'qualifier'>): void {
    const prefix = functionArn({ account, region, name, qualifier: '' });
    for (const arn of this.#aliases.keys()) if (arn.startsWith(prefix)) this.#aliases.delete(arn);
  }

  /** Removes a version, or all of a function. */
  remove(name: Omit<FunctionName, 'qualifier'>, version?: string): void {
    this.forgetAliases(name);
    const prefix = keyOf(name, version ?? '');
    for (const [key, found] of this.#placed) {
      if (version === undefined ? !key.startsWith(prefix) : key !== prefix) continue;
      this.#placed.delete(key);
      this.#end(found);
    }
    if (version === undefined) this.concurrency(name.account, name.region).reserve(name.name, undefined);
  }

  /** Removes code that no record uses any more. */
  collectCode(): void {
    const used = usedCode(this.#parts.store);
    for (const { code, layers } of this.#ending) {
      used.add(code.id);
      for (const layer of layers) used.add(layer.code.id);
    }
    this.#parts.background('remove unused code of functions', this.#parts.code.collect(used));
  }

  #version(name: FunctionName, version: string, weighted: boolean): Target | undefined {
    const key = keyOf(name, version);
    const known = this.#placed.get(key);
    if (known) return { ...known, weighted };
    const row = findVersion(recordsIn(this.#parts.store, name.account, name.region), name.name, version);
    if (!row) return undefined;
    this.place(name.account, name.region, row);
    const placed = this.#placed.get(key);
    return placed && { ...placed, weighted };
  }

  #alias(name: FunctionName): AliasRow | undefined {
    const arn = functionArn(name);
    const known = this.#aliases.get(arn);
    if (known) return known;
    const { aliases } = recordsIn(this.#parts.store, name.account, name.region);
    const alias = aliases.get(`${name.name}/${name.qualifier}`);
    if (alias) this.#aliases.set(arn, alias);
    return alias;
  }

  #end({ row, placed }: Placement): void {
    this.#ending.add(row);
    const ended = this.#parts.functions.remove(placed).then(() => {
      this.#ending.delete(row);
      this.collectCode();
    });
    this.#parts.background('end the workers of a function', ended);
  }

  #specOf(account: string, region: string, row: VersionRow, observer: Observer): FunctionSpec {
    const { code } = this.#parts;
    const runtime = engineRuntime(row.runtime);
    if (!runtime) throw new Error(`a record names the runtime ${row.runtime}`);
    const concurrency = this.concurrency(account, region);
    return {
      name: row.name,
      version: row.version,
      runtime,
      handler: row.handler,
      codeDirectory: code.directory(row.code.id),
      layerDirectories: row.layers.map((layer) => code.directory(layer.code.id)),
      env: {
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ENDPOINT_URL: this.#parts.endpointUrl(),
        AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
        ...row.environment,
        AWS_EXECUTION_ENV: `AWS_Lambda_${row.runtime}`,
      },
      memoryMb: row.memorySize,
      timeoutMs: row.timeout * 1000,
      logGroup: row.logGroup,
      gate: () => concurrency.gate(row.name),
      credentials: () =>
        this.#credentials(row, functionArn({ account, region, name: row.name, qualifier: undefined })),
      observe: (event) => observer.observe(event),
    };
  }

  #credentials(row: VersionRow, sourceArn: string): WorkerCredentials | 'refused' {
    const asks = {
      roleArn: row.role,
      sessionName: row.name,
      service: PRINCIPAL,
      durationSeconds: SESSION_SECONDS,
      sourceArn,
    };
    const session = this.#parts.roles.credentialsForRole(asks);
    if (session.outcome !== 'assumed') return 'refused';
    const { expiresMs, ...keys } = session.credentials;
    return { ...keys, expiresAtMs: expiresMs };
  }
}

const keyOf = ({ account, region, name }: Omit<FunctionName, 'qualifier'>, version: string): string =>
  `${account}/${region}/${name}:${version}`;
