/** A Smithy model as its JSON AST has it. @see https://smithy.io/2.0/spec/json-ast.html */
export interface AstModel {
  readonly smithy: string;
  readonly shapes: Readonly<Record<string, AstShape>>;
}

/** Traits by their absolute names. */
export type AstTraits = Readonly<Record<string, unknown>>;

/** A reference to a shape by its absolute name. */
export interface AstReference {
  readonly target: string;
}

/** A member of a shape, or the member of a list, or key or value of a map. */
export interface AstMember extends AstReference {
  readonly traits?: AstTraits;
}

/** A shape of any type; what it has depends on `type`. */
export interface AstShape {
  readonly type: string;
  readonly traits?: AstTraits;
  readonly mixins?: readonly AstReference[];
  /** Structures, unions, enums. */
  readonly members?: Readonly<Record<string, AstMember>>;
  /** Lists and sets. */
  readonly member?: AstMember;
  /** Maps. */
  readonly key?: AstMember;
  readonly value?: AstMember;
  /** Services. */
  readonly version?: string;
  /** Services and resources. */
  readonly operations?: readonly AstReference[];
  readonly resources?: readonly AstReference[];
  readonly collectionOperations?: readonly AstReference[];
  readonly create?: AstReference;
  readonly put?: AstReference;
  readonly read?: AstReference;
  readonly update?: AstReference;
  readonly delete?: AstReference;
  readonly list?: AstReference;
  /** Services and operations. */
  readonly errors?: readonly AstReference[];
  /** Operations. */
  readonly input?: AstReference;
  readonly output?: AstReference;
}

/** `Name` of `namespace#Name$member`. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf('#') + 1).split('$')[0] ?? id;
}

/** `namespace` of `namespace#Name`. */
export function namespaceOf(id: string): string {
  return id.slice(0, Math.max(id.indexOf('#'), 0));
}

/** The value of a trait of `smithy.api`, or of another namespace where the name has one; undefined when it is not there. */
export function trait(traits: AstTraits | undefined, name: string): unknown {
  return traits?.[name.includes('#') ? name : `smithy.api#${name}`];
}

/** A trait whose value is text. */
export function textTrait(traits: AstTraits | undefined, name: string): string | undefined {
  const value = trait(traits, name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a trait is there. */
export function hasTrait(traits: AstTraits | undefined, name: string): boolean {
  return trait(traits, name) !== undefined;
}
