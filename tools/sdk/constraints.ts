/** The constraints of a service model, laid over the structures of a schema file. */
import type { ConstraintEntry, ConstraintFile, SchemaFile } from '../../src/wire/snapshot/schema-file.ts';
import type { BotoModel, BotoShape } from './botocore.ts';

const NUMBERS = new Set(['integer', 'long', 'float', 'double', 'short', 'byte']);

/** Walks schema and model side by side, from operations inwards. */
class Overlay {
  readonly shapes: Record<string, ConstraintEntry> = {};
  readonly members: Record<string, Record<string, string>> = {};
  readonly requiredTokens: Record<string, string[]> = {};
  readonly #schema: SchemaFile;
  readonly #model: BotoModel;
  readonly #structures = new Set<string>();
  readonly #simple = new Map<string, boolean>();

  constructor(schema: SchemaFile, model: BotoModel) {
    this.#schema = schema;
    this.#model = model;
  }

  /** Takes a reference of the schema with the model's shape it corresponds to. */
  walk(reference: string, boto: string | undefined): void {
    if (!boto || !reference.startsWith('#')) return;
    const name = reference.slice(1);
    const pair = `${name}|${boto}`;
    if (this.#structures.has(pair)) return;
    this.#structures.add(pair);
    const entry = this.#schema.shapes[name];
    const shape = this.#model.shapes[boto];
    if (!entry || !shape) return;
    if (entry.kind === 'list') this.walk(entry.member?.target ?? '', shape.member?.shape);
    else if (entry.kind === 'map') this.walk(entry.value?.target ?? '', shape.value?.shape);
    else this.#structure(name, shape);
  }

  #structure(name: string, shape: BotoShape): void {
    for (const [member, entry] of Object.entries(this.#schema.shapes[name]?.members ?? {})) {
      const boto = shape.members?.[member]?.shape;
      if (!boto) continue;
      if (this.#constrains(boto)) (this.members[name] ??= {})[member] = boto;
      if (entry.idempotencyToken && !entry.required && shape.required?.includes(member)) {
        (this.requiredTokens[name] ??= []).push(member);
      }
      this.walk(entry.target, boto);
    }
  }

  /** Whether a shape of the model, structures aside, demands anything; enters it in the table when it does. */
  #constrains(name: string): boolean {
    const known = this.#simple.get(name);
    if (known !== undefined) return known;
    this.#simple.set(name, false); // lists of themselves end here
    const shape = this.#model.shapes[name];
    const entry = shape && shape.type !== 'structure' ? this.#entry(shape) : {};
    const constrains = Object.keys(entry).length > 0;
    if (constrains) this.shapes[name] = entry;
    this.#simple.set(name, constrains);
    return constrains;
  }

  #entry(shape: BotoShape): ConstraintEntry {
    const part = (reference: { readonly shape: string } | undefined) =>
      reference && this.#constrains(reference.shape) ? reference.shape : undefined;
    const [member, key, value] = [part(shape.member), part(shape.key), part(shape.value)];
    return {
      ...(NUMBERS.has(shape.type) && { kind: shape.type as NonNullable<ConstraintEntry['kind']> }),
      ...(shape.min !== undefined && { min: shape.min }),
      ...(shape.max !== undefined && { max: shape.max }),
      ...(shape.pattern !== undefined && { pattern: shape.pattern }),
      ...(shape.enum && { values: shape.enum }),
      ...(member !== undefined && { member }),
      ...(key !== undefined && { key }),
      ...(value !== undefined && { value }),
    };
  }
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything the model demands that the schema does not say. */
export function extractConstraints(schema: SchemaFile, model: BotoModel): Omit<ConstraintFile, 'origin'> {
  const overlay = new Overlay(schema, model);
  for (const [name, [, input, output]] of Object.entries(schema.operations)) {
    const operation = model.operations[name];
    overlay.walk(input, operation?.input?.shape);
    overlay.walk(output, operation?.output?.shape);
  }
  const unsigned = Object.entries(model.operations)
    .filter(([, { authtype, auth }]) => authtype === 'none' || auth?.includes('smithy.api#noAuth'))
    .map(([name]) => name);
  return {
    shapes: sorted(overlay.shapes),
    members: sorted(overlay.members),
    requiredTokens: sorted(overlay.requiredTokens),
    unsigned: unsigned.sort(),
  };
}
