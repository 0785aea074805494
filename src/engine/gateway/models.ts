import { createRequire } from 'node:module';
import type * as Ajv04 from 'ajv-draft-04';
import type { ErrorObject, ValidateFunction } from 'ajv-draft-04';
import { RE2JS } from 're2js';

/** Checks a JSON value; undefined when it fits, else what is wrong with it, in the words of AWS's validator. */
export type Check = (value: unknown) => string | undefined;

/**
 * The models of one API: JSON Schema draft-04, compiled when first used. They refer to each other by
 * `https://apigateway.amazonaws.com/restapis/<api>/models/<name>`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export class Models {
  readonly #apiId: string;
  readonly #schemas: Readonly<Record<string, string>>;
  readonly #checks = new Map<string, Check>();
  #ajv: AjvInstance | undefined;

  /** @param schemas texts by model name; one that cannot be read fails whatever is checked against it */
  constructor(apiId: string, schemas: Readonly<Record<string, string>>) {
    this.#apiId = apiId;
    this.#schemas = schemas;
  }

  /** The check of a model. */
  check(name: string): Check {
    const known = this.#checks.get(name);
    if (known) return known;
    const check = this.#compile(name);
    this.#checks.set(name, check);
    return check;
  }

  #compile(name: string): Check {
    if (!Object.hasOwn(this.#schemas, name)) return () => `[Unknown model: ${name}]`;
    try {
      this.#ajv ??= this.#load();
      const validate = this.#ajv.getSchema(this.#url(name)) as ValidateFunction | undefined;
      if (!validate) return () => `[Model ${name} is not a JSON Schema]`;
      return (value) => (validate(value) ? undefined : `[${(validate.errors ?? []).map(words).join(', ')}]`);
    } catch (error) {
      return () => `[${(error as Error).message}]`;
    }
  }

  #load(): AjvInstance {
    const ajv = newAjv();
    for (const [name, text] of Object.entries(this.#schemas)) {
      // one that is no schema fails its own check and no other's
      if (schemaFault(text) === undefined) ajv.addSchema(readSchema(text), this.#url(name));
    }
    return ajv;
  }

  #url(name: string): string {
    return `https://apigateway.amazonaws.com/restapis/${this.#apiId}/models/${name}`;
  }
}

/** What is wrong with the text of a model, or undefined: it is a JSON Schema draft-04. */
export function schemaFault(text: string): string | undefined {
  try {
    const schema = readSchema(text);
    const ajv = newAjv();
    return ajv.validateSchema(schema) ? undefined : ajv.errorsText(ajv.errors);
  } catch (error) {
    return (error as Error).message;
  }
}

type AjvClass = typeof Ajv04.default.default;
type AjvInstance = InstanceType<AjvClass>;

const require = createRequire(import.meta.url);

/** Loaded when a model is first used: most starts need none. The package is CommonJS, so this does not have to wait. */
function newAjv(): AjvInstance {
  const { default: Ajv } = require('ajv-draft-04') as { default: AjvClass };
  return new Ajv(options);
}

function readSchema(text: string): object {
  const schema: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new Error('A model schema must be a JSON object');
  }
  return schema;
}

/** A pattern given by a user may be hostile: RE2 takes linear time on every text. */
function linearRegExp(pattern: string) {
  const compiled = RE2JS.compile(pattern);
  return { test: (text: string) => compiled.matcher(text).find(), source: pattern, flags: '' };
}
linearRegExp.code = 'linearRegExp';

const options = {
  strict: false,
  validateFormats: false,
  // stops at the first error: a client must not make us list thousands
  allErrors: false,
  logger: false,
  code: { regExp: linearRegExp },
} as const;

/** The wording of the validator AWS uses. */
function words(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return `object has missing required properties (["${String(params['missingProperty'])}"])`;
    case 'type':
      return `instance type does not match any allowed primitive type (allowed: ${JSON.stringify([params['type']].flat())})`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ["${String(params['additionalProperty'])}"]`;
    case 'enum':
      return `instance value not found in enum (possible values: ${JSON.stringify(params['allowedValues'])})`;
    default:
      return `${error.instancePath ? `${error.instancePath} ` : ''}${error.message ?? error.keyword}`;
  }
}
