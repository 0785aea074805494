import type { Handler, Handlers, ServiceDefinition } from '../service.ts';
import type { Operation, ServiceModel } from '../shape.ts';
import type { Catalog } from '../snapshot/catalog.ts';

/** 10 MiB: what an operation takes where its service does not say. */
const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

/** One operation that is built. */
export interface Built {
  readonly definition: ServiceDefinition;
  readonly operation: Operation;
  readonly handler: Handler;
  readonly unsigned: boolean;
  readonly maxBodyBytes: number;
}

/** What is built, by service and operation: handlers are loaded, and entries made, when first asked for. */
export class ServiceTable {
  readonly #catalog: Catalog;
  readonly #definitions: ReadonlyMap<string, ServiceDefinition>;
  readonly #handlers = new Map<string, Handlers>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #built = new Map<ServiceDefinition, Map<string, Built>>();

  /** @throws Error when a definition is of a service or an operation that AWS does not have */
  constructor(catalog: Catalog, definitions: readonly ServiceDefinition[]) {
    this.#catalog = catalog;
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    for (const { name, operations } of definitions) {
      this.#assertKnown(name, typeof operations === 'function' ? [] : Object.keys(operations));
      if (typeof operations !== 'function') this.#handlers.set(name, operations);
    }
  }

  definition(service: string): ServiceDefinition | undefined {
    return this.#definitions.get(service);
  }

  /** What must be waited for before the operations of a service can be found; undefined when they are at hand. */
  load(service: string): Promise<void> | undefined {
    const operations = this.#handlers.has(service) ? undefined : this.#definitions.get(service)?.operations;
    if (typeof operations !== 'function') return undefined;
    let loading = this.#loading.get(service);
    if (!loading) {
      loading = operations().then((handlers) => {
        this.#assertKnown(service, Object.keys(handlers));
        this.#handlers.set(service, handlers);
      });
      this.#loading.set(service, loading);
    }
    return loading;
  }

  /** The names of a service's operations that are built, sorted. */
  async namesOf(service: string): Promise<readonly string[]> {
    await this.load(service);
    return Object.keys(this.#handlers.get(service) ?? {}).sort();
  }

  /** Undefined when the operation is not built. The service's operations must be loaded. */
  find(model: ServiceModel, name: string): Built | undefined {
    const definition = this.#definitions.get(model.name);
    if (!definition) return undefined;
    let operations = this.#built.get(definition);
    if (!operations) this.#built.set(definition, (operations = new Map()));
    let built = operations.get(name);
    if (!built) {
      built = this.#build(definition, model, name);
      if (built) operations.set(name, built);
    }
    return built;
  }

  /** Whether any operation of a service takes callers without a signature. */
  hasUnsigned(service: string): boolean {
    const own = this.#definitions.get(service)?.unsigned;
    return own === 'all' || (own?.size ?? 0) > 0 || this.#catalog.unsigned(service).size > 0;
  }

  #build(definition: ServiceDefinition, model: ServiceModel, name: string): Built | undefined {
    const operation = model.operation(name);
    const handlers = this.#handlers.get(model.name);
    const handler: Handler | undefined =
      handlers && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!operation || !handler) return undefined;
    const { unsigned } = definition;
    return {
      definition,
      operation,
      handler,
      unsigned: unsigned === 'all' || (unsigned ?? this.#catalog.unsigned(model.name)).has(name),
      maxBodyBytes: definition.maxBodyBytes?.(name) ?? DEFAULT_MAX_BODY_BYTES,
    };
  }

  #assertKnown(name: string, operations: readonly string[]): void {
    const entry = this.#catalog.services.find((service) => service.name === name);
    if (!entry) throw new Error(`no service ${name} in the catalog`);
    const unknown = operations.find((operation) => !entry.operations.includes(operation));
    if (unknown) throw new Error(`${name} has no operation ${unknown}`);
  }
}
