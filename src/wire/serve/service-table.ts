import type { Handler, ServiceDefinition } from '../service.ts';
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

/** What is built, by service and operation; entries are made when first asked for. */
export class ServiceTable {
  readonly #catalog: Catalog;
  readonly #definitions: ReadonlyMap<string, ServiceDefinition>;
  readonly #built = new Map<ServiceDefinition, Map<string, Built>>();

  /** @throws Error when a definition is of a service or an operation that AWS does not have */
  constructor(catalog: Catalog, definitions: readonly ServiceDefinition[]) {
    this.#catalog = catalog;
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    for (const definition of definitions) this.#assertKnown(definition);
  }

  definition(service: string): ServiceDefinition | undefined {
    return this.#definitions.get(service);
  }

  /** Undefined when the operation is not built. */
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
    return (own?.size ?? 0) > 0 || this.#catalog.unsigned(service).size > 0;
  }

  #build(definition: ServiceDefinition, model: ServiceModel, name: string): Built | undefined {
    const operation = model.operation(name);
    const handler = Object.hasOwn(definition.operations, name) ? definition.operations[name] : undefined;
    if (!operation || !handler) return undefined;
    return {
      definition,
      operation,
      handler,
      unsigned: definition.unsigned?.has(name) ?? this.#catalog.unsigned(model.name).has(name),
      maxBodyBytes: definition.maxBodyBytes?.(name) ?? DEFAULT_MAX_BODY_BYTES,
    };
  }

  #assertKnown({ name, operations }: ServiceDefinition): void {
    const entry = this.#catalog.services.find((service) => service.name === name);
    if (!entry) throw new Error(`no service ${name} in the catalog`);
    const unknown = Object.keys(operations).find((operation) => !entry.operations.includes(operation));
    if (unknown) throw new Error(`${name} has no operation ${unknown}`);
  }
}
