import { type Document, object } from './document.ts';

/** Collects the models of a document: those it names, and those made of schemas written in place. */
export class ModelCollector {
  readonly models: { name: string; description?: string; schema: string }[] = [];
  readonly #apiId: string;
  readonly #section: string;

  constructor(document: Document, apiId: string) {
    this.#apiId = apiId;
    this.#section = document.three ? '#/components/schemas/' : '#/definitions/';
    const named = document.three
      ? object(document.root['components'])['schemas']
      : document.root['definitions'];
    for (const [name, schema] of Object.entries(object(named))) this.#add(name, object(schema));
  }

  /** The model a schema is, made when it is written in place; undefined: there is no schema. */
  nameOf(schema: unknown): string | undefined {
    const ref = object(schema)['$ref'];
    if (typeof ref === 'string')
      return ref.startsWith(this.#section) ? modelName(ref.slice(this.#section.length)) : undefined;
    if (Object.keys(object(schema)).length === 0) return undefined;
    const name = `MODEL${String(this.models.length).padStart(6, '0')}`;
    this.#add(name, object(schema));
    return name;
  }

  #add(name: string, schema: object): void {
    const { description } = schema as { description?: unknown };
    this.models.push({
      name: modelName(name),
      ...(typeof description === 'string' ? { description } : {}),
      schema: JSON.stringify(this.#external(schema)),
    });
  }

  /** References to other models, as models refer to each other. */
  #external(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((inner) => this.#external(inner));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (name === '$ref' && typeof inner === 'string' && inner.startsWith(this.#section)) {
          const model = modelName(inner.slice(this.#section.length));
          return [name, `https://apigateway.amazonaws.com/restapis/${this.#apiId}/models/${model}`];
        }
        return [name, this.#external(inner)];
      }),
    );
  }
}

/** Model names are letters and digits only. */
const modelName = (name: string): string => name.replace(/[^a-zA-Z0-9]/g, '');
