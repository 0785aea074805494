import type { AstMember, AstModel, AstReference, AstShape, AstTraits } from './ast.ts';

/** A model without `apply` statements and mixins: their traits and members are where they were applied and mixed in. */
export function resolveModel(model: AstModel): ReadonlyMap<string, AstShape> {
  return new Resolver(model).resolve();
}

class Resolver {
  readonly #shapes = new Map<string, AstShape>();
  /** Traits applied from outside, by the name of the shape or member. */
  readonly #applied = new Map<string, AstTraits>();
  readonly #resolved = new Map<string, AstShape>();
  readonly #underWay = new Set<string>();

  constructor(model: AstModel) {
    for (const [id, shape] of Object.entries(model.shapes)) {
      if (shape.type === 'apply') this.#applied.set(id, { ...this.#applied.get(id), ...shape.traits });
      else this.#shapes.set(id, shape);
    }
  }

  resolve(): ReadonlyMap<string, AstShape> {
    for (const id of this.#shapes.keys()) this.#shape(id);
    return this.#resolved;
  }

  #shape(id: string): AstShape {
    const known = this.#resolved.get(id);
    if (known) return known;
    const shape = this.#shapes.get(id);
    if (!shape) throw new Error(`The model has no shape ${id}`);
    if (this.#underWay.has(id)) throw new Error(`${id} mixes in itself`);
    this.#underWay.add(id);
    const resolved = this.#build(id, shape);
    this.#underWay.delete(id);
    this.#resolved.set(id, resolved);
    return resolved;
  }

  #build(id: string, shape: AstShape): AstShape {
    const mixins = (shape.mixins ?? []).map(({ target }) => this.#shape(target));
    const merged: Record<string, unknown> = { ...shape };
    for (const property of ['operations', 'resources', 'collectionOperations', 'errors'] as const) {
      const references = [...mixins, shape].flatMap((from) => from[property] ?? []);
      if (references.length > 0) merged[property] = unique(references);
    }
    for (const property of ['version', 'input', 'output'] as const) {
      const inherited = mixins.findLast((mixin) => mixin[property] !== undefined)?.[property];
      if (merged[property] === undefined && inherited !== undefined) merged[property] = inherited;
    }
    for (const property of ['member', 'key', 'value'] as const) {
      const own = shape[property] ?? mixins.findLast((mixin) => mixin[property])?.[property];
      if (own) merged[property] = this.#withApplied(`${id}$${property}`, own);
    }
    const members = this.#members(id, shape, mixins);
    if (members) merged.members = members;
    merged.traits = { ...inheritedTraits(mixins), ...shape.traits, ...this.#applied.get(id) };
    return merged as unknown as AstShape;
  }

  #members(id: string, shape: AstShape, mixins: readonly AstShape[]): Record<string, AstMember> | undefined {
    if (!shape.members && !mixins.some((mixin) => mixin.members)) return undefined;
    const members: Record<string, AstMember> = {};
    for (const from of [...mixins, shape]) {
      for (const [name, member] of Object.entries(from.members ?? {})) {
        members[name] = {
          ...members[name],
          ...member,
          traits: { ...members[name]?.traits, ...member.traits },
        };
      }
    }
    for (const [name, member] of Object.entries(members))
      members[name] = this.#withApplied(`${id}$${name}`, member);
    return members;
  }

  #withApplied(id: string, member: AstMember): AstMember {
    const applied = this.#applied.get(id);
    return applied ? { ...member, traits: { ...member.traits, ...applied } } : member;
  }
}

/** What a shape gets from its mixins, but for the traits they keep to themselves. */
function inheritedTraits(mixins: readonly AstShape[]): AstTraits {
  const inherited: Record<string, unknown> = {};
  for (const { traits = {} } of mixins) {
    const { localTraits = [] } = (traits['smithy.api#mixin'] ?? {}) as { localTraits?: readonly string[] };
    const local = new Set(['smithy.api#mixin', ...localTraits]);
    for (const [name, value] of Object.entries(traits)) if (!local.has(name)) inherited[name] = value;
  }
  return inherited;
}

function unique(references: readonly AstReference[]): AstReference[] {
  return [...new Map(references.map((reference) => [reference.target, reference])).values()];
}
